import { UsageError } from '../cli/usage.error.js';

/** What `nest add nestjs-ssm-cache` is given. */
export interface NestAddOptions {
  /** A project of a monorepo, by its name in `nest-cli.json`. */
  readonly project?: string;
  /** The file of the root module. */
  readonly module?: string;
  readonly basePath?: string;
  readonly skipExample?: boolean;
  readonly skipInstall?: boolean;
  /** Where the Nest CLI says that the sources are. */
  readonly sourceRoot?: string;
}

const TEXTS = new Set(['basePath', 'module', 'project', 'sourceRoot']);
const FLAGS = new Set(['skipExample', 'skipInstall']);
/** What the Nest CLI adds by itself, and passes on. */
const OF_CLI = new Set(['sourceRoot', 'skipInstall']);

/**
 * Checks what was given on the command line. The Nest CLI passes its own short flags on, so a name of one letter is left alone.
 *
 * @throws `UsageError` for an unknown option, and for a value of another type
 */
export const checkedOptions = (given: Readonly<Record<string, unknown>>): NestAddOptions => {
  for (const [name, value] of Object.entries(given)) {
    if (name.length === 1 || value === undefined) continue;
    if (!TEXTS.has(name) && !FLAGS.has(name)) throw new UsageError(unknown(name));
    if (TEXTS.has(name) && (typeof value !== 'string' || value === '')) {
      throw new UsageError(`${flagOf(name)} needs one value, as in ${flagOf(name)} ${EXAMPLES[name]}.`);
    }
    if (FLAGS.has(name) && typeof value !== 'boolean')
      throw new UsageError(`${flagOf(name)} takes no value.`);
  }
  const options = given as NestAddOptions;
  if (options.basePath !== undefined && !/^(?:\/[\w.-]+)+$/.test(options.basePath)) {
    throw new UsageError(
      `--base-path has to be a path such as ${EXAMPLES.basePath}, unlike "${options.basePath}".`,
    );
  }
  return options;
};

const EXAMPLES: Readonly<Record<string, string>> = {
  basePath: '/prod/shop',
  module: 'src/app.module.ts',
  project: 'shop',
  sourceRoot: 'src',
};

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const unknown = (name: string): string => {
  const known = [...TEXTS, ...FLAGS].filter((one) => !OF_CLI.has(one)).map(flagOf);
  return `There is no option ${flagOf(name)}. The options are ${known.join(', ')}.`;
};
