import type typescript from 'typescript';
import { quoted } from '../output/quoted.js';
import { bindSource, type ClassNames } from './bind-source.js';
import { ts } from './compiler.js';
import { POWERTOOLS } from './dialects/powertools.js';
import type { Project } from './dialects/dialect.interface.js';
import type { Format } from './formatter.js';
import { importsOf, updateImports, usesOf } from './imports.js';
import type { ModuleOptions } from './module-options.interface.js';
import type { Names } from './name-map.js';
import { PARAM_STORE, peerFacts, registrationsIn, SYSTEMS_MANAGER } from './peer-facts.js';
import { addBeside, replaceRegistration } from './replace-registration.js';
import { addToModule, rootModule } from './root-module.js';
import { Source, type Left } from './source.js';

export interface MigrationOptions {
  readonly names: Names;
  readonly basePath?: string | undefined;
  /** In seconds. */
  readonly maxAge?: number | undefined;
  readonly printWidth: number;
  /** Formats a file as the project does, where that is known. */
  readonly format?: Format | undefined;
}

export interface Migration {
  /** The files that change, with their text before and after. */
  readonly changes: readonly { readonly file: string; readonly before: string; readonly after: string }[];
  readonly left: readonly Left[];
}

/** What becomes of the files of a project, by their paths and texts. */
export const migrate = async (
  files: readonly (readonly [file: string, text: string])[],
  options: MigrationOptions,
): Promise<Migration> => {
  const all = files.map(([file, text]) => new Source(file, text, options.printWidth));
  const sources = all.filter(({ isTest }) => !isTest);
  const project: Project = { ...peerFacts(sources), names: options.names, basePath: options.basePath };
  const names = classNamesIn(sources);
  const used = new Map(sources.map((source) => [source, usedNames(source)]));
  const bound = sources.map((source) => ({ source, ...bindSource(source, project, names) }));
  const isPowertools = bound.every(({ reads }) => reads.every(({ wanted }) => wanted.isAwaited));
  const moduleOptions: ModuleOptions = {
    maxAge: String(options.maxAge ?? (isPowertools ? 5 : 300)),
    basePath: options.basePath === undefined ? undefined : quoted(options.basePath),
  };
  registerModule(
    sources,
    bound.some(({ reads }) => reads.length > 0),
    moduleOptions,
  );
  const classes = new Set(bound.flatMap((one) => [...one.classes]));
  for (const source of all) leaveTests(source, classes);
  for (const source of sources.filter(({ isChanged }) => isChanged)) {
    updateImports(source, used.get(source) ?? new Set());
  }
  const changes = [];
  for (const { file, text: before, result } of sources) {
    if (result !== before)
      changes.push({ file, before, after: (await options.format?.(file, before, result)) ?? result });
  }
  return {
    changes,
    left: all.flatMap(({ left }) => left.toSorted((a, b) => a.line - b.line)),
  };
};

const usedNames = (source: Source): ReadonlySet<string> =>
  new Set(usesOf(source, new Set(importsOf(source).keys())).map(({ text }) => text));

const classNamesIn = (sources: readonly Source[]): ClassNames => {
  const [extended, made] = [new Set<string>(), new Set<string>()];
  const visit = (node: typescript.Node): void => {
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword) {
      for (const { expression } of node.types) extended.add(expression.getText());
    }
    if (ts.isNewExpression(node)) made.add(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  for (const { tree } of sources) visit(tree);
  return { extended, made };
};

/** Once, in place of the module of another package or in the root module. */
const registerModule = (sources: readonly Source[], hasReads: boolean, options: ModuleOptions): void => {
  const registrations = sources.flatMap((source) => registrationsIn(source).map((one) => ({ source, one })));
  const isRegistered = sources.some(({ text }) => /\bSsmCacheModule\s*\.forRoot/.test(text));
  let isAdded = isRegistered || !hasReads;
  for (const { source, one } of registrations) {
    const stillUsed = sources.flatMap((each) => peerUses(each, one.module));
    if (stillUsed.length === 0 && !isRegistered) {
      replaceRegistration(source, one, options);
    } else if (stillUsed.length > 0) {
      for (const { user, use } of stillUsed) if (user.left.length === 0) user.leave(use, STILL_USED);
      if (!isAdded) addBeside(source, one, options);
    }
    isAdded = true;
  }
  if (isAdded) return;
  const root = rootModule(sources);
  if (root !== undefined) addToModule(root, options);
  else sources[0]?.leave(sources[0].tree, ROOT);
};

const STILL_USED = 'This needs the other package. Declare what it reads as properties, then run this again.';
const ROOT = 'There are several modules. Import SsmCacheModule.forRoot({ maxAge: 300 }) in the root module.';

/** Where names of a package are used, beside its module. */
const peerUses = (
  user: Source,
  module: string,
): readonly { readonly user: Source; readonly use: typescript.Identifier }[] => {
  const names = [...importsOf(user)].filter(
    ([, one]) => one.module === module && !/^(?:SystemsManagerModule|PSConfigModule)$/.test(one.name),
  );
  return usesOf(user, new Set(names.map(([name]) => name))).map((use) => ({ user, use }));
};

/** Tests that give a service to a class which is given it no more. */
const leaveTests = (source: Source, classes: ReadonlySet<string>): void => {
  if (!source.isTest) return;
  const imports = importsOf(source);
  const isOfClasses = [...imports.keys()].some((name) => classes.has(name));
  const names = [...imports]
    .filter(
      ([name, { module }]) =>
        module === SYSTEMS_MANAGER ||
        module === PARAM_STORE ||
        POWERTOOLS.test(module) ||
        (name === 'ConfigService' && isOfClasses),
    )
    .map(([name]) => name);
  for (const use of usesOf(source, new Set(names))) source.leave(use.parent, TEST);
  const visit = (node: typescript.Node): void => {
    if (ts.isNewExpression(node) && classes.has(node.expression.getText())) source.leave(node, NEW);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
};

const TEST =
  'Give the test its values: import SsmCacheTestingModule.register({ parameters, secrets }) of nestjs-ssm-cache/testing.';
const NEW =
  'The class has its values from properties. Give them with setValues(instance, { … }) of nestjs-ssm-cache/testing.';
