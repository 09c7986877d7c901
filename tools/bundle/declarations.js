import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
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

/** The compiler's indentation, and what of a comment is no text. */
const withoutFiller = (code) =>
  code
    .replaceAll(/^(?: {4})+/gm, (spaces) => ' '.repeat(spaces.length / 4))
    .replaceAll(/^ *\/\*\*\n[\s\S]*?\*\/$/gm, withoutMargins);

const withoutMargins = (comment) => {
  const [description] = comment.split(/^ +\* @/m);
  const compact = comment
    .replaceAll(/^ +\*\n(?= +\* @)/gm, '')
    .replaceAll(/^ +\*(?= )/gm, ' *')
    .replace(/\n +\*\/$/, ' */');
  // The compiler would take what precedes the first line for a margin of the others.
  return /^ +\* {2,}\S/m.test(description) ? compact : compact.replace(/\n \*(?= )/, '');
};

const parsed = (code) => ts.createSourceFile('types.d.ts', code, ts.ScriptTarget.Latest, true);

const nameOf = ({ name, declarationList }) => (name ?? declarationList?.declarations[0].name)?.text;

/** The names under which the file's own declarations are exported, by their names in the file. */
const exportedFrom = ({ statements }) =>
  new Map(
    statements
      .filter((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined)
      .flatMap(({ exportClause }) =>
        exportClause.elements.map(({ name, propertyName }) => [(propertyName ?? name).text, name.text]),
      ),
  );

/** An editor shows the comments of members that an exported type inherits, but never that of a type which has no name outside. */
const withoutHiddenComments = (code) => {
  const file = parsed(code);
  const exported = exportedFrom(file);
  const hidden = file.statements
    .filter((statement) => !exported.has(nameOf(statement)))
    .flatMap((statement) => statement.jsDoc ?? []);
  return hidden.reduceRight((rest, { pos, end }) => rest.slice(0, pos) + rest.slice(end + 1), code);
};

/**
 * A declaration that says itself that it is exported takes less room than its name in a list. A list stays, though it may be empty:
 * in a file without one, the compiler takes every declaration for exported.
 */
const withExportsInPlace = (code) => {
  const file = parsed(code);
  const exported = exportedFrom(file);
  const starts = file.statements
    .filter((statement) => exported.has(nameOf(statement)) && !isRenamed(exported, nameOf(statement)))
    .map((statement) => statement.getStart());
  const marked = starts.reduceRight(
    (rest, start) => `${rest.slice(0, start)}export ${rest.slice(start).replace(/^declare /, '')}`,
    code,
  );
  return marked.replaceAll(/^(export (?:type )?)\{ (.+) \};$/gm, (_list, start, names) => {
    const renamed = names.split(', ').filter((name) => name.includes(' as '));
    return `${start}{ ${renamed.join(', ')} };`;
  });
};

const isRenamed = (exported, name) => exported.get(name) !== name;

const write = async ({ fileName, code }) => {
  const path = join('dist', fileName);
  await mkdir(dirname(path), { recursive: true });
  const text = withoutHiddenComments(withoutFiller(code));
  await writeFile(path, withLinks(withExcuses(withExportsInPlace(text)), fileName));
};

const pathOf = ({ name }) => (name.startsWith('shared/') ? '[name].d.cts' : 'cjs/[name].d.cts');

/** Rolls the declarations in a folder up: all of them in one file, and the names of each entry point, which both formats have. */
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
  const { output } = await bundle.generate({
    entryFileNames: pathOf,
    chunkFileNames: pathOf,
    manualChunks: (id, { getModuleInfo }) => (getModuleInfo(id).isEntry ? undefined : 'shared/types'),
    onlyExplicitManualChunks: true,
    minifyInternalExports: false,
    hoistTransitiveImports: false,
  });
  const ofESM = dualEntryPoints.map((name) => ({
    fileName: `esm/${name}.d.ts`,
    code: `export * from '${posix.relative(posix.dirname(`esm/${name}`), `cjs/${name}.cjs`)}';\n`,
  }));
  await Promise.all([...output, ...ofESM].map(write));
};
