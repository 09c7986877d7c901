import type { CommandInput } from './command.interface.js';
import { UsageError } from './usage.error.js';

/** @throws `UsageError` for one that is no path */
export const basePathIn = ({ text }: CommandInput): string | undefined => {
  const basePath = text('base-path');
  if (basePath === undefined || basePath.startsWith('/')) return basePath;
  throw new UsageError(`--base-path has to begin with /, unlike "${basePath}".`);
};
