import { parseArgs } from 'node:util';
import type { Command, CommandInput, CommandOutput, ExitCode } from './command.interface.js';
import { COMMANDS } from './commands/index.js';
import { firstLine } from './first-line.js';
import { commandHelp, programHelp } from './help.js';
import { isOwnError } from './is-own-error.js';
import { UsageError } from './usage.error.js';
import { ownVersion } from './own-version.js';

/** Runs what the arguments say. It never rejects. */
export const run = async (args: readonly string[], output: CommandOutput): Promise<ExitCode> => {
  const [name, ...rest] = args;
  const command = COMMANDS.find((one) => one.name === name);
  try {
    if (command !== undefined) return await runCommand(command, rest, output);
    if (name === '--version') output.print(ownVersion());
    else if (name === undefined || name === '--help' || name === 'help') output.print(programHelp(COMMANDS));
    else throw new UsageError(`There is no command "${name}". See nestjs-ssm-cache --help.`);
    return name === undefined ? 2 : 0;
  } catch (error) {
    return told(error, output);
  }
};

const runCommand = async (
  command: Command,
  args: readonly string[],
  output: CommandOutput,
): Promise<ExitCode> => {
  const input = parsed(command, args);
  if (!input.flag('help')) return command.run(input, output);
  output.print(commandHelp(command));
  return 0;
};

const parsed = ({ name, options }: Command, args: readonly string[]): CommandInput => {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return {
      files: positionals,
      flag: (option) => values[option] === true,
      text: (option) => values[option] as string | undefined,
      texts: (option) => (values[option] ?? []) as readonly string[],
    };
  } catch (error) {
    throw new UsageError(`${wrongOption(error as ParseError)} See nestjs-ssm-cache ${name} --help.`);
  }
};

interface ParseError extends Error {
  readonly code?: string;
}

/** In our own words, since those of Node.js differ from version to version. */
const wrongOption = ({ code, message }: ParseError): string => {
  const [, option = ''] = /'(?:-\w, )?(--?[\w-]+)/.exec(message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option}.`;
  return message.includes('does not take') ? `${option} takes no value.` : `${option} needs a value.`;
};

/** What is said where the application itself is the problem. */
export const unseen = (problem: string): string => `The application cannot be looked at: ${problem}`;

const told = (error: unknown, { warn }: CommandOutput): ExitCode => {
  warn(isOwnError(error) ? error.message : unseen(firstLine(error)));
  const { code } = Object(error) as { readonly code?: unknown };
  return code === 'SSM_CACHE_PRELOAD' ? 1 : 2;
};
