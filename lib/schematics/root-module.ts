import { posix } from 'node:path';
import type typescript from 'typescript';
import { ts } from '../cli/migrate/compiler.js';
import { importsOf } from '../cli/migrate/imports.js';
import { moduleClassesIn, type ModuleClass } from '../cli/migrate/module-classes.js';
import type { Source } from '../cli/migrate/source.js';
import { UsageError } from '../cli/usage.error.js';
import type { NestAddOptions } from './nest-add-options.js';
import type { SourceRoot } from './source-root.js';

/** Reads a file of the project. */
export type Open = (file: string) => Source | undefined;

/**
 * The root module: of the file that is named, else of `NestFactory.create()` in `main.ts`.
 *
 * @throws `UsageError` if there is none whose `@Module()` has an object
 */
export const rootModule = (root: SourceRoot, options: NestAddOptions, open: Open): ModuleClass => {
  const { source, name } =
    options.module === undefined ? started(root, open) : named(options.module, root, open);
  const modules = moduleClassesIn(source);
  const found = modules.filter(({ owner }) => name === undefined || owner.name?.text === name);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new UsageError(unclear(source.file, name, found.length));
  return only;
};

interface Place {
  readonly source: Source;
  /** The class, where that is known. */
  readonly name?: string | undefined;
}

const named = (module: string, { folder }: SourceRoot, open: Open): Place => {
  const path = posix.normalize(module.replaceAll('\\', '/'));
  const places = [path, posix.join(folder, path), posix.join(posix.dirname(folder), path)];
  const source = firstOf(
    places.flatMap((place) => [place, `${place}.ts`]),
    open,
  );
  if (source === undefined) {
    throw new UsageError(
      `There is no file ${module}, which --module names. Give its path, such as src/app.module.ts.`,
    );
  }
  return { source };
};

/** What `main.ts` starts. */
const started = ({ folder }: SourceRoot, open: Open): Place => {
  const main = open(posix.join(folder, 'main.ts'));
  const name = main === undefined ? undefined : startedIn(main);
  const imported = main === undefined || name === undefined ? undefined : importsOf(main).get(name);
  if (main !== undefined && name !== undefined && imported === undefined) return { source: main, name };
  const source =
    imported === undefined
      ? open(posix.join(folder, 'app.module.ts'))
      : firstOf(filesOf(imported.module, folder), open);
  if (source !== undefined) return { source, name: imported?.name };
  throw new UsageError(
    `${folder}/main.ts does not tell which file has the root module. Give it with --module, as in --module ${folder}/app.module.ts.`,
  );
};

/** `AppModule` of `NestFactory.create(AppModule)` and of `NestFactory.create(AppModule.forRoot())`. */
const startedIn = (main: Source): string | undefined => {
  let name: string | undefined = undefined;
  const visit = (node: typescript.Node): void => {
    if (ts.isCallExpression(node) && /^NestFactory\s*\.\s*create\w*$/.test(node.expression.getText())) {
      name ??= /^[\w$]+/.exec(node.arguments[0]?.getText() ?? '')?.[0];
    }
    ts.forEachChild(node, visit);
  };
  visit(main.tree);
  return name;
};

/** The files that an import of a file in a folder may name. */
const filesOf = (specifier: string, folder: string): readonly string[] => {
  if (!specifier.startsWith('.')) return [specifier, `${specifier}.ts`];
  const path = posix.join(folder, specifier);
  return [path.replace(/\.js$/, '.ts'), `${path}.ts`, path, posix.join(path, 'index.ts')];
};

const firstOf = (places: readonly string[], open: Open): Source | undefined => {
  for (const place of places) {
    const source = place.endsWith('.ts') ? open(place) : undefined;
    if (source !== undefined) return source;
  }
  return undefined;
};

const unclear = (file: string, name: string | undefined, count: number): string =>
  count === 0
    ? `${file} has no class${name === undefined ? '' : ` ${name}`} with @Module({ … }). Give the file of the root module with --module, or import SsmCacheModule.forRoot() there by hand.`
    : `${file} has ${count} modules. Import SsmCacheModule.forRoot() in the root module by hand.`;
