import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { dualEntryPoints, sharedEntryPoints } from './entry-points.js';
import { sharedBy } from './shared-parts.js';

const { peerDependenciesMeta } = JSON.parse(await readFile('package.json', 'utf8'));

/** Nest 12 is ES modules and Nest 10 is CommonJS, so each format has to import its types by itself. */
const isBoundToFormat = (id) => id.startsWith('@nestjs/');

/** Whoever has the compiler check the declarations of libraries need not install each optional peer for it. */
const withoutMissingPeers = (code) =>
  code
    .replaceAll(/^\/\*\* @ts-ignore.*\*\/\n/gm, '')
    .replaceAll(/^import .* from '(.+)';$/gm, (statement, name) =>
      name in peerDependenciesMeta ? `// @ts-ignore: may not be installed\n${statement}` : statement,
    );

/** A comment's links to the pages lead there from the file that the comment has come into. */
const withLinks = (code, fileName) =>
  code.replaceAll(/\]\((?:\.\.\/)+docs\//g, `](${'../'.repeat(fileName.split('/').length)}docs/`);

/** The compiler indents by four spaces, which would be a hundredth of the package. */
const withNarrowIndent = (code) => code.replaceAll(/^(?: {4})+/gm, (spaces) => ' '.repeat(spaces.length / 2));

const write = async ({ fileName, code }) => {
  const path = join('dist', fileName);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, withLinks(withoutMissingPeers(withNarrowIndent(code)), fileName));
};

/** Rolls the declarations in a folder up: those which name no type of Nest once, and for each format the rest. */
export const bundleDeclarations = async (folder) => {
  const bundle = await rollup({
    input: Object.fromEntries(
      [...dualEntryPoints.map((name) => [name, name]), ...sharedEntryPoints].map(([name, module]) => [
        name,
        resolve(folder, `${module}.d.ts`),
      ]),
    ),
    external: /^[^./]/,
    plugins: [dts({ tsconfig: 'tsconfig.build.json' })],
    onLog(level, { code, message }) {
      // A type that is not exported is named in no declaration of an application either.
      if (level === 'warn' && code !== 'PLUGIN_WARNING') throw new Error(message);
    },
  });
  const isShared = sharedBy(isBoundToFormat);
  for (const place of ['esm', 'cjs']) {
    const pathOf = ({ name }) => (name.startsWith('shared/') ? '[name].d.cts' : `${place}/[name].d.ts`);
    const { output } = await bundle.generate({
      entryFileNames: pathOf,
      chunkFileNames: pathOf,
      manualChunks: (id, { getModuleInfo }) => (isShared(id, getModuleInfo) ? 'shared/types' : undefined),
      onlyExplicitManualChunks: true,
      minifyInternalExports: false,
      hoistTransitiveImports: false,
    });
    await Promise.all(output.map(write));
  }
};
