import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { firstLine } from './first-line.js';
import { NEST_CLI, projectNamed, type NestCli } from './nest-cli.js';
import { UsageError } from './usage.error.js';

/** A project of a monorepo, as `nest-cli.json` has it. */
export interface NestProject {
  /** The JavaScript of its root module. */
  readonly file: string;
  readonly sourceRoot: string;
}

/**
 * The project of a monorepo that has a name.
 *
 * @throws `UsageError` for one that there is not, and for one that is not built
 */
export const nestProject = (name: string): NestProject => {
  const {
    root = join('apps', name),
    sourceRoot = join(root, 'src'),
    compilerOptions = {},
  } = projectNamed(name, readConfiguration());
  const { tsConfigPath = join(root, 'tsconfig.app.json') } = compilerOptions;
  const output = outputOf(tsConfigPath, root);
  // With libraries beside it, the compiler keeps the folders of the repository.
  const folders = [output, join(output, sourceRoot), join(output, relative(root, sourceRoot))];
  const places = folders.flatMap((folder) =>
    [`${name}.module.js`, 'app.module.js'].map((file) => join(folder, file)),
  );
  const file = places.find((place) => existsSync(place));
  if (file !== undefined) return { file, sourceRoot };
  throw new UsageError(notBuilt(name, output, tsConfigPath));
};

const readConfiguration = (): NestCli => {
  try {
    return JSON.parse(readFileSync(NEST_CLI, 'utf8')) as NestCli;
  } catch (error) {
    throw new UsageError(
      existsSync(NEST_CLI)
        ? `${NEST_CLI} cannot be read: ${firstLine(error)}`
        : `There is no ${NEST_CLI} here, which names the projects. Run this where it is, or give FILE.`,
    );
  }
};

/** The folder that the compiler writes to: `outDir`, which is relative to its configuration. */
const outputOf = (tsConfig: string, root: string): string => {
  const usual = join('dist', root);
  if (!existsSync(tsConfig)) return usual;
  const [, outDir] = /"outDir"\s*:\s*"([^"]+)"/.exec(readFileSync(tsConfig, 'utf8')) ?? [];
  return outDir === undefined ? usual : join(dirname(tsConfig), outDir);
};

const notBuilt = (name: string, output: string, tsConfig: string): string =>
  existsSync(join(output, 'main.js'))
    ? `${join(output, 'main.js')} is a bundle, in which no module can be looked at. Build it with "npx tsc -p ${tsConfig}".`
    : `${output} has neither ${name}.module.js nor app.module.js. Build the project first, or give FILE.`;
