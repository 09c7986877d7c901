import { UsageError } from '../cli/usage.error.js';
import { readJson, writtenLike } from './json-file.js';
import { textIn, type ProjectContext, type ProjectTree } from './project-tree.js';

/** The clients of the SDK, from the version that the package needs. */
export const SDK_CLIENTS = {
  '@aws-sdk/client-secrets-manager': '^3.458.0',
  '@aws-sdk/client-ssm': '^3.458.0',
} as const;

type Dependencies = Readonly<Record<string, string>>;

/** @throws `UsageError` without a package.json, and for one that is malformed */
export const checkManifest = (tree: ProjectTree): void => {
  if (readJson(tree, 'package.json') === undefined) {
    throw new UsageError('There is no package.json here. Run this where it is.');
  }
};

/**
 * Adds the clients of the SDK to the dependencies, where they are not there.
 *
 * @returns whether there is something to install
 */
export const addDependencies = (tree: ProjectTree): boolean => {
  const manifest = readJson(tree, 'package.json');
  const dependencies = (manifest?.['dependencies'] ?? {}) as Dependencies;
  const has = { ...(manifest?.['devDependencies'] as Dependencies | undefined), ...dependencies };
  const missing = Object.entries(SDK_CLIENTS).filter(([name]) => has[name] === undefined);
  if (missing.length === 0) return false;
  const all = Object.entries({ ...dependencies, ...Object.fromEntries(missing) });
  const sorted = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const before = textIn(tree, 'package.json') ?? '';
  tree.overwrite('package.json', writtenLike(before, { ...manifest, dependencies: sorted }));
  return true;
};

/** Has the package manager of the project install what is new. */
export const installDependencies = (context: ProjectContext): void => {
  context.addTask({
    toConfiguration: () => ({
      name: 'node-package',
      options: { command: 'install', quiet: true, hideOutput: true },
    }),
  });
};
