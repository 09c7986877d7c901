import type { ParseArgsConfig } from 'node:util';

type OptionConfig = NonNullable<ParseArgsConfig['options']>[string];

/** An option of a command, and what its help says of it. */
export interface CommandOption extends OptionConfig {
  /** What stands behind the option in its help, such as `PATH`; absent for a flag. */
  readonly value?: string;
  readonly help: string;
}

/** What was given on the command line, checked against the options of the command. */
export interface CommandInput {
  readonly files: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
}

/** Where a command writes. */
export interface CommandOutput {
  /** The result. */
  readonly print: (text: string) => void;
  /** What is beside the result: warnings and errors. */
  readonly warn: (text: string) => void;
  readonly isColourful: boolean;
  /** Resolves when the user wants the command to end. Before it is called, a signal ends the program. */
  readonly untilEnded: () => Promise<void>;
}

/** 0: all is well. 1: a value cannot be read, or a declaration is invalid. 2: it cannot be found out. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What stands behind its name in its help. */
  readonly usage: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** What else there is to say. */
  readonly notes: readonly string[];
  run(input: CommandInput, output: CommandOutput): Promise<ExitCode>;
}
