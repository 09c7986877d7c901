import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type typescript from 'typescript';
import { UsageError } from '../usage.error.js';

/** The parser of the project's TypeScript, once `loadCompiler()` has found it. */
export let ts: typeof typescript;

interface Installed {
  readonly version?: string;
  readonly createSourceFile?: unknown;
  readonly ts?: typeof typescript;
}

/**
 * Loads the TypeScript of a project. TypeScript 7 has no such parser: then that of ts-morph is taken.
 *
 * @throws `UsageError` where neither is installed
 */
export const loadCompiler = (folder: string): void => {
  const require = createRequire(join(resolve(folder), 'package.json'));
  const [own, other] = ['typescript', 'ts-morph'].map((name) => installed(require, name));
  const found = own?.createSourceFile === undefined ? other?.ts : (own as typeof typescript);
  if (found !== undefined) {
    ts = found;
    return;
  }
  const problem =
    own?.version === undefined ? 'is not installed' : `${own.version} has no parser for programs`;
  throw new UsageError(`TypeScript ${problem} here. Install one that has it: npm i -D ts-morph`);
};

const installed = (require: NodeJS.Require, name: string): Installed | undefined => {
  try {
    return require(name) as Installed;
  } catch {
    return undefined;
  }
};
