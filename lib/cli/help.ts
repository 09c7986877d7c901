import type { Command, CommandOption } from './command.interface.js';

/** The help of the program. */
export const programHelp = (commands: readonly Command[]): string =>
  [
    'Usage: nestjs-ssm-cache COMMAND [options]',
    '',
    'Looks at a built NestJS application, without starting it.',
    '',
    'Commands:',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...columns([
      ['--help', 'show this, or the options of a command: nestjs-ssm-cache COMMAND --help'],
      ['--version', 'show the version'],
    ]),
    '',
    'Exit codes: 0 all is well; 1 a value cannot be read, or a declaration is invalid; 2 it cannot be found out.',
  ].join('\n');

/** The help of a command. */
export const commandHelp = ({ name, summary, usage, options, notes }: Command): string =>
  [
    `Usage: nestjs-ssm-cache ${name} ${usage}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    'Options:',
    ...columns(Object.entries(options).map(([option, config]) => [optionText(option, config), config.help])),
    ...notes.flatMap((note) => ['', note]),
  ].join('\n');

const optionText = (name: string, { value }: CommandOption): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

const columns = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};
