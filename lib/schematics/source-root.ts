import { UsageError } from '../cli/usage.error.js';
import { readJson } from './json-file.js';
import type { NestAddOptions } from './nest-add-options.js';
import type { ProjectTree } from './project-tree.js';

interface NestCli {
  readonly sourceRoot?: string;
  readonly projects?: Readonly<Record<string, { readonly sourceRoot?: string; readonly root?: string }>>;
}

/** Where the sources are, and the name of what they make. */
export interface SourceRoot {
  readonly folder: string;
  readonly name: string;
}

const CONFIGURATION = 'nest-cli.json';

/**
 * The folder of the sources: of a project of the monorepo, if one is named.
 *
 * @throws `UsageError` for a project that there is not
 */
export const sourceRootOf = (tree: ProjectTree, options: NestAddOptions): SourceRoot => {
  const { projects = {}, sourceRoot }: NestCli = readJson(tree, CONFIGURATION) ?? {};
  const { project } = options;
  if (project !== undefined && projects[project] === undefined) {
    const known = Object.keys(projects);
    throw new UsageError(
      `${CONFIGURATION} has no project "${project}". ${known.length === 0 ? 'It has no projects.' : `Its projects are ${known.join(', ')}.`}`,
    );
  }
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
