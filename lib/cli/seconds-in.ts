import type { CommandInput } from './command.interface.js';
import { UsageError } from './usage.error.js';

/** @throws `UsageError` for what is no number of seconds */
export const secondsIn = ({ text }: CommandInput, option: string): number | undefined => {
  const given = text(option);
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (seconds >= 0) return seconds;
  throw new UsageError(`--${option} has to be a number of seconds, not "${given}".`);
};
