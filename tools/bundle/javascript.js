import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { rollup } from 'rollup';
import { minify } from 'terser';
import { dualEntryPoints, programs, sharedEntryPoints } from './entry-points.js';
import { compiledOnce, importLater, withBoundCodeOnce } from './bound.js';
import { isOnDemand, loadOnDemand, ON_DEMAND } from './on-demand.js';
import { reachedFrom, sharedBy } from './shared-parts.js';

/** A further entry point has its modules in each format, unless they are more than this many bytes, as those of `testing` are.
 * A program has one format. */
const WORTH_SHARING = 50_000;

/**
 * Classes keep the names that logs, errors and stacks show, and so do the functions that applications call. Inner functions do not:
 * their names would be a thirtieth of the package. A program keeps none, since its errors are lines without a stack.
 *
 * Lines end after a while, so that a stack tells the place without a source map. Maps would be a sixth of the package. The options
 * are made anew, since terser changes them.
 */
const compactOptions = (format, publicNames) => {
  const isProgram = publicNames.length === 0;
  const names = {
    keep_classnames: !isProgram,
    keep_fnames: new RegExp(`^(?:${publicNames.join('|')})$`),
  };
  return {
    ecma: 2022,
    module: format === 'es',
    compress: { passes: 3, reduce_funcs: isProgram, ...names },
    mangle: { toplevel: true, ...names },
    format: { max_line_len: 240 },
  };
};

/** The packages that are imported for what they do. The linter lets sources import no other without names. */
const EFFECTS = new Set(['reflect-metadata']);

/** Node.js reads a file of ASCII faster, and keeps it in half the memory. The minifier leaves other characters in templates. */
const inAscii = (code) =>
  code.replaceAll(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Code as it is published. */
export const compacted = async (code, format, publicNames = []) =>
  inAscii(compiledOnce((await minify(code, compactOptions(format, publicNames))).code));

/**
 * Nest can be an ES module, which a CommonJS test runner cannot require. rxjs and the SDK have a copy for each format, and an
 * application wants its own copy. reflect-metadata has one copy for both formats. All other code runs in either format.
 */
const isShared = sharedBy((id) => !id.startsWith('node:') && id !== 'reflect-metadata');

const isOfProgram = (fileName, folder) => programs.some((name) => fileName.startsWith(`${folder}/${name}.`));

/** What both formats share is CommonJS, which both can load. Programs are ES modules alone. */
const isWrittenBy = (format, fileName) =>
  format === 'cjs' ? !isOfProgram(fileName, 'cjs') : !fileName.startsWith('shared/');

/** A bundler that makes an ES module cannot keep a `require()` of what Node.js has. */
const builtinsWithoutRequire = {
  name: 'builtins-without-require',
  renderChunk: (code, { fileName }) =>
    fileName.startsWith('shared/')
      ? code.replaceAll("require('node:", "process.getBuiltinModule('node:")
      : null,
};

/**
 * The file that a module goes into. They are few, since Node.js needs ten times as long to find, read and link a module as to
 * run it. What the root reaches is apart from what only another entry point does.
 */
const fileOf = (entries, folder) => {
  let owned;
  return (id, { getModuleInfo }) => {
    owned ??= ownModules(entries, getModuleInfo);
    const { name, size } = owned.find(({ ids }) => ids.has(id));
    if (name === 'index') {
      if (!isShared(id, getModuleInfo)) return 'bound';
      return isOnDemand(relative(folder, id)) ? ON_DEMAND : 'shared/index';
    }
    const isSplit = size > WORTH_SHARING && !programs.includes(name);
    return isSplit && isShared(id, getModuleInfo) ? `shared/${dirname(name)}` : undefined;
  };
};

/** Each entry point with the modules that it alone reaches; the first one, the root, with those that several reach as well. */
const ownModules = (entries, getModuleInfo) => {
  const reached = entries.map(({ id }) => reachedFrom(id, getModuleInfo));
  const isOfRoot = (id) => reached[0].has(id) || reached.filter((ids) => ids.has(id)).length > 1;
  return entries.map(({ name }, index) => {
    const ids = new Set(
      index === 0
        ? reached.flatMap((all) => [...all].filter(isOfRoot))
        : [...reached[index]].filter((id) => !isOfRoot(id)),
    );
    const size = [...ids].reduce((sum, own) => sum + (getModuleInfo(own).code?.length ?? 0), 0);
    return { name, ids, size };
  });
};

/** A class whose name is taken is renamed by the bundler, and then prints that name in logs and errors. */
const checkNames = ({ fileName, code }) => {
  const renamed = /\bclass (\w+\$\d+)/.exec(code)?.[1];
  if (renamed !== undefined)
    throw new Error(`${fileName} has two classes of one name: ${renamed}. Rename one.`);
};

const checkShared = ({ fileName, moduleIds }, getModuleInfo) => {
  const bound = fileName.startsWith('shared/') && moduleIds.find((id) => !isShared(id, getModuleInfo));
  if (bound)
    throw new Error(
      `${bound} reaches Nest, rxjs or the SDK: in package.json give ${fileName} a file for each format.`,
    );
};

/**
 * Node.js searches a CommonJS file for the names of its exports when an ES module imports it, which takes three times as long as
 * running it. So what is imported names them, and requires the code.
 */
const namedExports = (code, exports) =>
  `"use strict";const code=require("./${code}");module.exports=code;${namesOf(exports)}`;

const namesOf = (exports) => `0&&(module.exports={${exports.join()}});\n`;

/** @returns the files to write */
const filesOf = ({ fileName, code, exports, isEntry }) => {
  if (!fileName.startsWith('shared/') || isEntry) return [[fileName, code]];
  if (fileName === `${ON_DEMAND}.cjs`) return [[fileName, `${code}${namesOf(exports)}`]];
  const path = fileName.replace('.cjs', '.code.cjs');
  return [
    [path, code],
    [fileName, namedExports(basename(path), exports)],
  ];
};

const write = async ([fileName, text]) => {
  const path = join('dist', fileName);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};

/**
 * Bundles the modules that the compiler left in a folder: once what both formats can run and the text of what is bound to one
 * (`bound.js`), and for each format the rest.
 */
export const bundleJavaScript = async (folder) => {
  const dual = [...dualEntryPoints, ...programs].map((name) => ({ name, id: resolve(folder, `${name}.js`) }));
  const shared = [...sharedEntryPoints].map(([name, module]) => ({
    name,
    id: resolve(folder, `${module}.js`),
  }));
  const entries = [...dual, ...shared];
  const bundle = await rollup({
    input: Object.fromEntries(entries.map(({ name, id }) => [name, id])),
    external: /^[^./]/,
    // Nothing has to be loaded only because it is on the way to what is used.
    treeshake: {
      moduleSideEffects: (id, isExternal) =>
        isExternal ? EFFECTS.has(id) : !isOnDemand(relative(resolve(folder), id)),
    },
    plugins: [
      {
        name: 'check-shared',
        generateBundle(_options, files) {
          for (const file of Object.values(files)) {
            if (file.type === 'chunk') checkShared(file, (id) => this.getModuleInfo(id));
          }
        },
      },
    ],
    onLog: (_level, { code, message }) => {
      // The compiler's own helpers for decorators ask for "this". What is loaded on demand requires what is loaded by then.
      if (!['THIS_IS_UNDEFINED', 'CIRCULAR_CHUNK'].includes(code)) throw new Error(message);
    },
  });
  const generate = async ([place, format]) => {
    const extension = format === 'es' ? 'js' : 'cjs';
    const pathOf = ({ name }) => (name.startsWith('shared/') ? '[name].cjs' : `${place}/[name].${extension}`);
    const { output } = await bundle.generate({
      dir: 'dist',
      format,
      exports: 'named',
      generatedCode: 'es2015',
      interop: 'auto',
      dynamicImportInCjs: false,
      entryFileNames: pathOf,
      chunkFileNames: pathOf,
      manualChunks: fileOf(entries, resolve(folder)),
      onlyExplicitManualChunks: true,
      minifyInternalExports: true,
      hoistTransitiveImports: false,
      plugins: [loadOnDemand, builtinsWithoutRequire, importLater(isShared)],
    });
    const chunks = output.filter(({ type }) => type === 'chunk');
    chunks.forEach(checkNames);
    return chunks.filter(({ fileName }) => isWrittenBy(format, fileName));
  };
  const [esm, cjs] = [await generate(['esm', 'es']), await generate(['cjs', 'cjs'])];
  const files = withBoundCodeOnce([...esm, ...cjs]);
  const publicNames = [...esm, ...cjs].flatMap(({ isEntry, exports }) => (isEntry ? exports : []));
  for (const file of files) {
    const format = file.fileName.startsWith('esm/') ? 'es' : 'cjs';
    const code = await compacted(file.code, format, isOfProgram(file.fileName, 'esm') ? [] : publicNames);
    await Promise.all(filesOf({ ...file, code }).map(write));
  }
};
