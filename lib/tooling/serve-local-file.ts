import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { unwatchedLocalFileMessage } from '../errors/errors.messages.js';
import type { LocalContent } from '../local/local-content.js';
import { readLocalFile } from '../local/local-file.js';
import { LocalServices } from '../local/local-services.js';
import { watchFile } from '../local/watch-file.js';
import { servedAgainMessage } from './tooling.messages.js';

/**
 * A local AWS that serves a file.
 *
 * @internal
 */
export interface LocalFileServer {
  readonly endpoint: string;
  readonly region: string;
  readonly parameters: number;
  readonly secrets: number;
  close(): Promise<void>;
}

/**
 * Serves a file of parameters and secrets as a local AWS. A saved file is served at once.
 *
 * @param file the JSON file, as of the option `local`
 * @param port the port, 0 for any free one
 * @param warn learns what has changed, and why a saved file cannot be used; the values before it stay
 * @throws `InvalidDeclarationError` for a file that cannot be used; `EADDRINUSE` and the like for the port
 * @internal
 *
 * @example
 * ```ts
 * const served = await serveLocalFile('aws.local.json', 4566);
 * ```
 */
export const serveLocalFile = async (
  file: string,
  port: number,
  warn: (message: string) => void,
): Promise<LocalFileServer> => {
  const { parameters, secrets } = readLocalFile(file);
  const services = new LocalServices({ parameters, secrets }, undefined);
  const parameterStore = await services.parameterStore();
  const secretsManager = await services.secretsManager(...secrets.keys());
  const { startLocalAws } = await import('../testing/index.js');
  const aws = await startLocalAws({ port, parameterStore, secretsManager });
  const watching = new AbortController();
  const readAgain = async (): Promise<void> => {
    try {
      const changed = await services.replace(await savedContent(file));
      const names = [...changed.parameters, ...changed.secrets];
      if (names.length > 0) warn(servedAgainMessage(file, names));
    } catch (error) {
      warn((error as Error).message);
    }
  };
  watchFile(resolve(file), watching.signal, readAgain, (code) => warn(unwatchedLocalFileMessage(file, code)));
  return {
    endpoint: aws.endpoint,
    region: parameterStore.region,
    parameters: parameters.size,
    secrets: secrets.size,
    close: () => {
      watching.abort();
      return aws.close();
    },
  };
};

/** In milliseconds. */
const SAVING = 100;

/** A file that is being written is read again when it is written. */
const savedContent = async (file: string): Promise<LocalContent> => {
  try {
    return readLocalFile(file);
  } catch {
    await setTimeout(SAVING);
    return readLocalFile(file);
  }
};
