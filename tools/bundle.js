import { cp, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Where the compiler leaves each source as a module of its own. */
const COMPILED = 'build';
const ENTRIES = ['index.js', 'rotation/index.js', 'testing/index.js'];
/** Names are kept: Nest logs those of modules, and errors and handles print theirs. */
const COMMON = {
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
  keepNames: true,
};

/**
 * Node.js resolves, reads and links each module by itself, which for a hundred of them takes ten times as long as running
 * what is in them. So all that one entry point needs is one file, and what both need is another.
 */
const { metafile } = await build({
  ...COMMON,
  entryPoints: ENTRIES.map((entry) => `${COMPILED}/${entry}`),
  outdir: 'dist/esm',
  format: 'esm',
  bundle: true,
  splitting: true,
  packages: 'external',
  chunkNames: 'shared-[hash]',
  metafile: true,
});

// The same files as CommonJS, with a require() for each import(), as a CommonJS test runner wants it.
await build({
  ...COMMON,
  entryPoints: Object.keys(metafile.outputs).filter((path) => path.endsWith('.js')),
  outdir: 'dist/cjs',
  outbase: 'dist/esm',
  format: 'cjs',
  supported: { 'dynamic-import': false },
});
await writeFile('dist/cjs/package.json', `${JSON.stringify({ type: 'commonjs' })}\n`);

await cp('dist/esm', 'dist/cjs', {
  recursive: true,
  filter: (path) => !/\.js(?:\.map)?$/.test(path),
});
await rm(COMPILED, { recursive: true });
