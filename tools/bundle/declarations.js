import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';
import { dualEntryPoints, sharedEntryPoints } from './entry-points.js';

const { peerDependenciesMeta } = JSON.parse(await readFile('package.json', 'utf8'));

/** Why a compiler that checks the declarations of libraries has to ignore an import. */
const excuseFor = (name) => {
  if (name in peerDependenciesMeta) return 'may not be installed';
  // Nest 12 is, and some settings let no CommonJS import it. Its types are the same for both formats.
  return name.startsWith('@nestjs/') ? 'may be ES modules' : undefined;
};

const withExcuses = (code) =>
  code
    .replaceAll(/^\/\*\* @ts-ignore.*\*\/\n/gm, '')
    .replaceAll(/^import .* from '(.+)';$/gm, (statement, name) => {
      const excuse = excuseFor(name);
      return excuse === undefined ? statement : `// @ts-ignore: ${excuse}\n${statement}`;
    });

/** A comment's links to the pages lead there from the file that the comment has come into. */
const withLinks = (code, fileName) =>
  code.replaceAll(/\]\((?:\.\.\/)+docs\//g, `](${'../'.repeat(fileName.split('/').length)}docs/`);

/**
 * The compiler indents by four spaces, comments begin and end with a line of their own, and a blank line precedes their tags:
 * together a thirtieth of the package.
 */
const withoutFiller = (code) =>
  code
    .replaceAll(/^(?: {4})+/gm, (spaces) => ' '.repeat(spaces.length / 4))
    .replaceAll(/^( *\/\*\*)\n +\*(?= )/gm, '$1')
    .replaceAll(/^ +\*\n(?= +\* @)/gm, '')
    .replaceAll(/^ +\*(?= )/gm, ' *')
    .replaceAll(/\n +\*\/$/gm, ' */');

/** An editor shows the comments of members that an exported type inherits, but never that of a type which has no name outside. */
const withoutHiddenComments = (code) => {
  const file = ts.createSourceFile('types.d.ts', code, ts.ScriptTarget.Latest, true);
  const exported = new Set(
    file.statements
      .filter((statement) => ts.isExportDeclaration(statement))
      .flatMap(({ exportClause }) =>
        exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text),
      ),
  );
  const hidden = file.statements
    .filter(
      ({ name, declarationList }) => !exported.has((name ?? declarationList?.declarations[0].name)?.text),
    )
    .flatMap((statement) => statement.jsDoc ?? []);
  return hidden.reduceRight((rest, { pos, end }) => rest.slice(0, pos) + rest.slice(end + 1), code);
};

const write = async ({ fileName, code }) => {
  const path = join('dist', fileName);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, withLinks(withExcuses(withoutHiddenComments(withoutFiller(code))), fileName));
};

/** Rolls the declarations in a folder up: all of them in one file, and for each entry point and format the names. */
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
  for (const [place, extension] of [
    ['esm', 'ts'],
    ['cjs', 'cts'],
  ]) {
    const pathOf = ({ name }) =>
      name.startsWith('shared/') ? '[name].d.cts' : `${place}/[name].d.${extension}`;
    const { output } = await bundle.generate({
      entryFileNames: pathOf,
      chunkFileNames: pathOf,
      manualChunks: (id, { getModuleInfo }) => (getModuleInfo(id).isEntry ? undefined : 'shared/types'),
      onlyExplicitManualChunks: true,
      minifyInternalExports: false,
      hoistTransitiveImports: false,
    });
    await Promise.all(output.map(write));
  }
};
