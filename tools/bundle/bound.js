import { posix } from 'node:path';

/**
 * Code that is bound to a module format imports packages that each format loads by itself. Its classes exist once per format,
 * but its text is published once: as a function in a shared file. The file of each format calls it with what it has imported.
 *
 * The keys are the files of a format, without extension. Bound code that is not listed is too small to be worth it.
 */
const FUNCTIONS = {
  bound: { path: 'shared/index.cjs', bind: 'bindRoot', isCalledAlways: true },
  'testing/index': { path: 'shared/testing.cjs', bind: 'bindTesting' },
  'tooling/index': { path: 'shared/on-demand.cjs', bind: 'bindTooling' },
};

const hasFunction = (fileName) => fileName.replace(/^\w+\/|\.js$/g, '') in FUNCTIONS;

/** What the functions that import later are called in bound code. */
const LATER = 'later';

/** Only the file of a format knows how that format imports, so bound code asks it for what it needs later. */
export const importLater = (isShared) => ({
  name: 'import-later',
  renderDynamicImport({ format, chunk, targetModuleId }) {
    if (format !== 'es' || !hasFunction(chunk.fileName)) return null;
    const isRequired = targetModuleId !== null && isShared(targetModuleId, (id) => this.getModuleInfo(id));
    return isRequired
      ? { left: 'Promise.resolve().then(() => require(', right: '))' }
      : { left: `${LATER}[`, right: ']()' };
  },
});

/** `a as b, c` */
const namesIn = (list) =>
  list.split(', ').map((item) => {
    const [name, as = name] = item.split(' as ');
    return { name, as };
  });

const braces = (items) => `{ ${items.join(', ')} }`;
const asMember = ({ name, as }) => (name === as ? name : `${name}: ${as}`);
const asBinding = ({ name, as }) => (name === as ? name : `${name} as ${as}`);

const IMPORT = /^import \{ (.+) \} from '(.+)';\n/gm;
/** An import without names. */
const EFFECT = /^import '(.+)';\n/gm;
const OTHER_IMPORT = /^import .+/m;
const RE_EXPORT = /^export \{ (.+) \} from '(.+)';\n/gm;
const EXPORT = /\nexport \{ (.+) \};\s*$/;
const IMPORT_LATER = new RegExp(`\\b${LATER}\\['(.+?)'\\]\\(\\)`, 'g');

const isBuiltin = ({ from }) => from.startsWith('node:');
const isOfShared = ({ path }) => path.startsWith('shared/');

/** The parts of an ES module that the bundler wrote. */
const partsOf = ({ fileName, code }) => {
  const pathOf = (from) => (from.startsWith('.') ? posix.join(posix.dirname(fileName), from) : from);
  const statements = (pattern) =>
    Array.from(code.matchAll(pattern), ([, names, from]) => ({
      names: namesIn(names),
      from,
      path: pathOf(from),
    }));
  const imports = statements(IMPORT);
  const body = [IMPORT, EFFECT, RE_EXPORT, EXPORT].reduce((rest, pattern) => rest.replace(pattern, ''), code);
  const [unknown] = OTHER_IMPORT.exec(body) ?? [];
  if (unknown !== undefined) throw new Error(`A function cannot contain "${unknown}" of ${fileName}.`);
  return {
    builtins: imports.filter(isBuiltin),
    shared: imports.filter(isOfShared),
    given: imports.filter((statement) => !isBuiltin(statement) && !isOfShared(statement)),
    later: [...new Set(Array.from(code.matchAll(IMPORT_LATER), ([, from]) => from))],
    effects: Array.from(code.matchAll(EFFECT), ([, from]) => from),
    reExported: statements(RE_EXPORT),
    exported: namesIn(EXPORT.exec(code)[1]),
    body,
  };
};

const givenNames = ({ given }) => given.flatMap(({ names }) => names.map(({ as }) => as));

/** The function that runs bound code. It is in a shared file, and so sees the variables of that file. */
const functionOf = (parts, path, isVisible) => {
  const { builtins, shared, later, exported, body } = parts;
  const imports = [
    ...builtins.map(({ names, from }) => ({ names, from: `process.getBuiltinModule('${from}')` })),
    ...shared.map((statement) => ({
      names: statement.names.filter((name) => statement.path !== path || !isVisible(name)),
      from: statement.path === path ? 'exports' : `require('./${posix.basename(statement.path)}')`,
    })),
  ];
  return [
    `function (${braces(givenNames(parts))}${later.length > 0 ? `, ${LATER}` : ''}) {`,
    ...imports
      .filter(({ names }) => names.length > 0)
      .map(({ names, from }) => `const ${braces(names.map(asMember))} = ${from};`),
    body.replaceAll(/(?<=require\(')(?:\.\.\/)+shared\//g, './'),
    `return ${braces(exported.map(({ name }) => name))};`,
    '}',
  ].join('\n');
};

/** A file of a format has another extension in the other. */
const asCommonJS = (from) => (from.startsWith('.') ? from.replace(/\.js$/, '.cjs') : from);

const FORMATS = {
  esm: {
    extension: 'js',
    take: ({ names, from }) => `import ${braces(names.map(asBinding))} from '${from}';`,
    takeLater: (from) => `import('${from}')`,
    give: (call, exported, reExported) => [
      `export const ${braces(exported.map(asMember))} = ${call};`,
      ...reExported.map(({ names, from }) => `export ${braces(names.map(asBinding))} from '${from}';`),
    ],
  },
  cjs: {
    extension: 'cjs',
    take: ({ names, from }) => `const ${braces(names.map(asMember))} = require('${asCommonJS(from)}');`,
    takeLater: (from) => `require('${asCommonJS(from)}')`,
    give: (call, exported, reExported) => [
      `const bound = ${call};`,
      ...exported.map(({ name, as }) => `exports.${as} = bound.${name};`),
      ...reExported.flatMap(({ names, from }) =>
        names.map(({ name, as }) => `exports.${as} = require('${asCommonJS(from)}').${name};`),
      ),
    ],
  },
};

/** The file of a format, which calls the function. */
const fileOf = (parts, { path, bind }, fileName) => {
  const { take, takeLater, give } = FORMATS[fileName.split('/')[0]];
  // An import inside of `try` tells a bundler that the package may be missing.
  const later = parts.later.map(
    (from) =>
      `'${from}': async () => { try { return await ${takeLater(from)}; } catch (error) { throw error; } }`,
  );
  const given = [braces(givenNames(parts)), ...(later.length > 0 ? [braces(later)] : [])];
  return [
    ...parts.given.map(take),
    take({
      names: [{ name: bind, as: bind }],
      from: posix.relative(posix.dirname(fileName), path),
    }),
    ...give(`${bind}(${given.join(', ')})`, parts.exported, parts.reExported),
  ].join('\n');
};

/** Calls with the argument as the result. The minifier keeps them, unlike parentheses. */
const CALLED_ALWAYS = 'Object';

/** V8 compiles a function in parentheses once, where it compiles another one a second time when it is called. */
export const compiledOnce = (code) => code.replaceAll(`=${CALLED_ALWAYS}(function(`, '=(function(');

const EXPORTED = /^exports\.(\w+|\$) = (\w+);\n?/gm;
const VARIABLE = /^(?:const|let|var|class|(?:async )?function\*?) (\w+)/gm;

/** A variable of the shared file must not hide a global that bound code uses. */
const checkVariables = ({ fileName, code }) => {
  const hiding = Array.from(code.matchAll(VARIABLE), ([, name]) => name).find((name) => name in globalThis);
  if (hiding !== undefined) throw new Error(`${fileName} hides the global "${hiding}". Rename it.`);
};

/** A function has no imports of its own, so its shared file has to load what is imported without names. */
const checkEffects = ({ effects }, { fileName, imports }, files) => {
  const loaded = new Set([fileName, ...imports].flatMap((path) => files.get(path)?.imports ?? []));
  const missing = effects.find((from) => !loaded.has(from));
  if (missing !== undefined)
    throw new Error(`Only bound code imports "${missing}". ${fileName} has to load it.`);
};

/** Adds a function to a shared file, and leaves out the exports that only its code needed. */
const withFunction = (shared, parts, { path, bind, isCalledAlways }, others) => {
  checkVariables(shared);
  const variables = new Map(
    Array.from(shared.code.matchAll(EXPORTED), ([, name, variable]) => [name, variable]),
  );
  const isVisible = ({ name, as }) => variables.get(name) === as;
  const takenBy = (chunks) => chunks.flatMap(({ importedBindings }) => importedBindings[path] ?? []);
  const own = parts.shared.flatMap((statement) => (statement.path === path ? statement.names : []));
  const reExported = parts.reExported.flatMap(({ names }) => names.map(({ name }) => name));
  const needed = new Set([...takenBy(others), ...reExported]);
  const unneeded = new Set(
    own
      .filter(isVisible)
      .map(({ name }) => name)
      .filter((name) => !needed.has(name)),
  );
  const members = [...variables]
    .filter(([name]) => !unneeded.has(name))
    .map(([name, as]) => asMember({ name, as }));
  return {
    ...shared,
    code: [
      shared.code.replaceAll(EXPORTED, ''),
      `exports.${bind} = ${isCalledAlways ? CALLED_ALWAYS : ''}(${functionOf(parts, path, isVisible)});`,
      `Object.assign(exports, ${braces(members)});`,
    ].join('\n'),
    // What ES modules import by its name.
    exports: [
      ...new Set([...takenBy(others.filter(({ fileName }) => fileName.startsWith('esm/'))), ...reExported]),
      bind,
    ],
  };
};

/** @returns the files of both formats, with bound code in shared files */
export const withBoundCodeOnce = (chunks) => {
  const files = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  for (const [file, target] of Object.entries(FUNCTIONS)) {
    const own = Object.entries(FORMATS).map(([format, { extension }]) => `${format}/${file}.${extension}`);
    const parts = partsOf(files.get(own[0]));
    checkEffects(parts, files.get(target.path), files);
    const others = chunks.filter(({ fileName }) => !own.includes(fileName));
    files.set(target.path, withFunction(files.get(target.path), parts, target, others));
    for (const fileName of own) {
      files.set(fileName, { ...files.get(fileName), code: fileOf(parts, target, fileName) });
    }
  }
  return [...files.values()];
};
