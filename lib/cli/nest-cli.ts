import { UsageError } from './usage.error.js';

export const NEST_CLI = 'nest-cli.json';

/** What is used of `nest-cli.json`. */
export interface NestCli {
  readonly sourceRoot?: string;
  readonly projects?: Readonly<Record<string, NestCliProject>>;
}

interface NestCliProject {
  readonly sourceRoot?: string;
  readonly root?: string;
  readonly compilerOptions?: { readonly tsConfigPath?: string };
}

/** @throws `UsageError` for a project that there is not */
export const projectNamed = (name: string, { projects = {} }: NestCli): NestCliProject => {
  const project = projects[name];
  if (project !== undefined) return project;
  const known = Object.keys(projects);
  throw new UsageError(
    `${NEST_CLI} has no project "${name}". ${known.length === 0 ? 'It has no projects.' : `Its projects are ${known.join(', ')}.`}`,
  );
};
