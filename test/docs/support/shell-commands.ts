import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../../lib/cli/commands/index.js';

const ROOT = join(import.meta.dirname, '../../..');

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** What the pages of recipes install. */
const recipes = JSON.parse(readFileSync(join(ROOT, 'test/recipes/package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

const KNOWN_PACKAGES = new Set([
  manifest.name,
  ...Object.keys({ ...manifest.peerDependencies, ...manifest.devDependencies, ...recipes.dependencies }),
]);

/** What is wrong with shell commands: scripts, packages, commands and files that the project does not have. */
export const shellProblems = (code: string): readonly string[] =>
  code
    .split(/\n|&&|\|\|?|;/)
    .map((command) => command.replace(/#.*$/, '').trim())
    .filter((command) => command !== '')
    .flatMap(problemsOf);

const problemsOf = (command: string): readonly string[] => {
  const words = command.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program = '', verb = '', ...rest] = words;
  const files = words.filter((word) => /^(?:lib|test|docs|bench|sample-app|\.ci)\//.test(word));
  const missing = files
    .filter((file) => !existsSync(join(ROOT, file)))
    .map((file) => `there is no "${file}"`);
  if (program === 'npm') return [...missing, ...npmProblems(verb, rest)];
  if (program === 'npx' && verb === manifest.name) return [...missing, ...ownProblems(rest)];
  if (program === 'npx' && isKnownPackage(verb)) return missing;
  if (program === 'npx' && !existsSync(join(ROOT, 'node_modules/.bin', verb))) {
    return [...missing, `"${verb}" is not installed`];
  }
  return missing;
};

/** The scripts of a reader's project that the pages use. */
const SCRIPTS_OF_NEST_NEW = new Set(['start:dev']);

const npmProblems = (verb: string, rest: readonly string[]): readonly string[] => {
  if (verb === 'ci') return [];
  if (verb === 'install')
    return rest.filter((name) => !isKnownPackage(name)).map((name) => `who is "${name}"?`);
  const script = verb === 'run' ? (rest[0] ?? '') : verb;
  return script in manifest.scripts || SCRIPTS_OF_NEST_NEW.has(script)
    ? []
    : [`there is no script "${script}"`];
};

/** Commands and options that our own program does not have. */
const ownProblems = ([name, ...rest]: readonly string[]): readonly string[] => {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return [`there is no command "${name}"`];
  const options = rest
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '');
  return options
    .filter((option) => !(option in command.options))
    .map((option) => `"${name}" has no option --${option}`);
};

const isKnownPackage = (name: string): boolean => name.startsWith('-') || KNOWN_PACKAGES.has(name);
