import { dirname } from 'node:path';
import { loadCompiler } from '../cli/migrate/compiler.js';
import { formatter, printWidth } from '../cli/migrate/formatter.js';
import { updateImports } from '../cli/migrate/imports.js';
import { Source } from '../cli/migrate/source.js';
import { addDependencies, checkManifest, installDependencies } from './add-dependencies.js';
import { addProperty, addToTest, serviceBeside, testsBeside, type ExampleService } from './add-example.js';
import { addLocalFile, ignoreLocalFile, LOCAL_FILE } from './local-file.js';
import { checkedOptions, type NestAddOptions } from './nest-add-options.js';
import { sourcesIn, textIn, type ProjectContext, type ProjectTree } from './project-tree.js';
import { registerModule } from './register-module.js';
import { rootModule, type Open } from './root-module.js';
import { sourceRootOf, type SourceRoot } from './source-root.js';

/**
 * What `nest add nestjs-ssm-cache` does with a project, once the package is installed. It changes nothing in a project that has
 * it all.
 *
 * @throws `UsageError` in one line, for a project that cannot be changed safely; nothing is written then
 */
export const nestAdd =
  (given: Readonly<Record<string, unknown>>) =>
  async (tree: ProjectTree, context: ProjectContext): Promise<void> => {
    const options = checkedOptions(given);
    checkManifest(tree);
    const root = sourceRootOf(tree, options);
    const files = sourcesIn(tree, root.folder);
    if (!files.some((file) => isRegisteredIn(textIn(tree, file) ?? ''))) {
      await register(tree, context, options, root, files);
    } else context.logger.info(`SsmCacheModule is imported in ${root.folder} already.`);
    ignoreLocalFile(tree);
    if (addDependencies(tree) && options.skipInstall !== true) installDependencies(context);
  };

const isRegisteredIn = (text: string): boolean => /\bSsmCacheModule\s*\.\s*forRoot/.test(text);

const register = async (
  tree: ProjectTree,
  { logger }: ProjectContext,
  options: NestAddOptions,
  root: SourceRoot,
  files: readonly string[],
): Promise<void> => {
  loadAnyCompiler(['.', dirname(process.argv[1] ?? '.')]);
  const width = printWidth();
  const open: Open = (file) => {
    const text = textIn(tree, file);
    return text === undefined ? undefined : new Source(file, text, width);
  };
  const module = rootModule(root, options, open);
  const basePath = options.basePath ?? `/prod/${root.name}`;
  const service = options.skipExample === true ? undefined : serviceBeside(module.source.file, open);
  const tests = service === undefined ? [] : testsOf(service, files, open);
  registerModule(module, optionsText(module.source, basePath, service !== undefined));
  if (service !== undefined) {
    addProperty(service);
    addLocalFile(tree, basePath);
    logger.info(LOCAL);
  } else if (options.skipExample !== true) {
    logger.info(NO_SERVICE);
  }
  for (const source of [module.source, ...(service === undefined ? [] : [service.source])]) {
    updateImports(source, new Set());
  }
  const format = formatter('.');
  const changed = [module.source, ...(service === undefined ? [] : [service.source, ...tests])];
  for (const { file, text, result } of changed) {
    tree.overwrite(file, (await format?.(file, text, result)) ?? result);
  }
};

const LOCAL = `Values come from ${LOCAL_FILE} where NODE_ENV is not "production". A pipeline that starts the application needs this file, too.`;
const NO_SERVICE =
  'There is no service beside the root module that can hold an example. The quick start has one.';

/** The TypeScript of the project, else that of the Nest CLI. */
const loadAnyCompiler = (folders: readonly string[]): void => {
  let problem: unknown = undefined;
  for (const folder of folders) {
    try {
      loadCompiler(folder);
      return;
    } catch (error) {
      problem ??= error;
    }
  }
  throw problem;
};

const testsOf = (service: ExampleService, files: readonly string[], open: Open): readonly Source[] =>
  testsBeside(service.source.file, files)
    .flatMap((file) => open(file) ?? [])
    .filter((source) => addToTest(source, service));

const optionsText = ({ quote }: Source, basePath: string, hasExample: boolean): readonly string[] => [
  `basePath: ${quote}${basePath}${quote}`,
  'maxAge: 300',
  ...(hasExample
    ? [
        `local: process.env.NODE_ENV === ${quote}production${quote} ? undefined : ${quote}./${LOCAL_FILE}${quote}`,
      ]
    : []),
];
