import type { DynamicModule, Type } from '@nestjs/common';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as tooling from '../tooling/index.js';
import { firstLine } from './first-line.js';
import { moduleAmong } from './module-among.js';
import { UsageError } from './usage.error.js';

export type Tooling = typeof tooling;

/** The root module of an application, and the tools of the copy of this package that the application has. */
export interface Application {
  readonly module: Type | DynamicModule;
  readonly tooling: Tooling;
}

/** In milliseconds. Node.js takes a longer one for the shortest. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Where this program is installed: it is `dist/esm/cli/index.js`. */
const OWN_FOLDER = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Loads what the build has made of the root module.
 *
 * @param seconds how long the file may take
 * @throws `UsageError` for a file that is no module of Nest, that throws, or that takes longer
 */
export const loadApplication = async (
  file: string,
  exportName: string | undefined,
  seconds: number,
): Promise<Application> => {
  const path = checkedPath(file);
  const tools = await toolingFor(path, file);
  const exported = imported(path, file).then((exports) => moduleAmong(exports, file, exportName));
  return { module: await Promise.race([exported, tooLate(file, seconds)]), tooling: tools };
};

const imported = async (path: string, file: string): Promise<object> => {
  try {
    return (await import(pathToFileURL(path).href)) as object;
  } catch (error) {
    throw new UsageError(`${file} cannot be loaded: ${firstLine(error)}`);
  }
};

/** A file that starts the application, such as `main.js`, may never be loaded. */
const tooLate = (file: string, seconds: number): Promise<never> =>
  new Promise((_resolve, reject) => {
    const error = new UsageError(
      `${file} is not loaded after ${seconds} s. If it starts the application, give the file of the root module, such as dist/app.module.js.`,
    );
    setTimeout(() => reject(error), Math.min(seconds * 1_000, LONGEST_TIMER)).unref();
  });

const checkedPath = (file: string): string => {
  const path = resolve(file);
  if (/^\.[cm]?tsx?$/.test(extname(path))) {
    throw new UsageError(
      `${file} is TypeScript. Give the JavaScript that your build makes of it, such as dist/app.module.js.`,
    );
  }
  if (!existsSync(path)) throw new UsageError(`There is no file ${file}. Build the application first.`);
  if (statSync(path).isDirectory()) {
    throw new UsageError(
      `${file} is a folder. Give the file of the root module, such as dist/app.module.js.`,
    );
  }
  if (!/^\.[cm]?js$/.test(extname(path))) {
    throw new UsageError(
      `${file} is not JavaScript. Give what your build makes, such as dist/app.module.js.`,
    );
  }
  return path;
};

/** An application and its tools share one copy of Nest, whichever copy of this package runs. */
const toolingFor = async (path: string, file: string): Promise<Tooling> => {
  const folder = installedFolder(path);
  if (folder === undefined) {
    throw new UsageError(`nestjs-ssm-cache is not installed where ${file} is. Run this in its project.`);
  }
  try {
    if (realpathSync(folder) === realpathSync(OWN_FOLDER)) return await import('../tooling/index.js');
    return (await import(pathToFileURL(join(folder, 'dist/esm/tooling/index.js')).href)) as Tooling;
  } catch (error) {
    throw new UsageError(`The packages of ${file} cannot be loaded: ${firstLine(error)}`);
  }
};

const installedFolder = (path: string): string | undefined => {
  try {
    return dirname(createRequire(path).resolve('nestjs-ssm-cache/package.json'));
  } catch {
    return undefined;
  }
};
