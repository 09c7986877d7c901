import { NEST_CLI, projectNamed, type NestCli } from '../cli/nest-cli.js';
import { readJson } from './json-file.js';
import type { NestAddOptions } from './nest-add-options.js';
import type { ProjectTree } from './project-tree.js';

/** Where the sources are, and the name of what they make. */
export interface SourceRoot {
  readonly folder: string;
  readonly name: string;
}

/**
 * The folder of the sources: of a project of the monorepo, if one is named.
 *
 * @throws `UsageError` for a project that there is not
 */
export const sourceRootOf = (tree: ProjectTree, options: NestAddOptions): SourceRoot => {
  const configuration: NestCli = readJson(tree, NEST_CLI) ?? {};
  const { projects = {}, sourceRoot } = configuration;
  const { project } = options;
  if (project !== undefined) projectNamed(project, configuration);
  const folder =
    project === undefined ? (options.sourceRoot ?? sourceRoot ?? 'src') : folderOf(project, projects);
  const owner = Object.keys(projects).find((name) => folderOf(name, projects) === folder);
  return { folder: plain(folder), name: shortName(project ?? owner ?? packageName(tree)) };
};

const folderOf = (name: string, projects: NonNullable<NestCli['projects']>): string =>
  projects[name]?.sourceRoot ?? `${projects[name]?.root ?? `apps/${name}`}/src`;

/** Without a slash at its ends, and without `./`. */
const plain = (folder: string): string =>
  folder
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '');

const packageName = (tree: ProjectTree): string => {
  const name = readJson(tree, 'package.json')?.['name'];
  return typeof name === 'string' ? name : 'app';
};

/** What a name of a package has behind its scope, as a level of a parameter's name may be written. */
const shortName = (name: string): string =>
  name.replace(/^@[^/]*\//, '').replaceAll(/[^\w.-]+/g, '-') || 'app';
