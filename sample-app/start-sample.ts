import { once } from 'node:events';
import type { Server } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { PUBLIC_FOLDER } from './dashboard/public-folder.js';
import { Cleanup } from './environment/cleanup.js';
import type { SampleEnvironment } from './environment/sample-environment.interface.js';
import { startEnvironment } from './environment/start-environment.js';

export interface SampleOptions {
  /** `0` takes any free port. */
  readonly port: number;
  /** The address to listen on. Any but a loopback address lets other machines in. Default: 127.0.0.1 */
  readonly host?: string;
  /** Interrupts the start; everything that has been started is stopped again. */
  readonly signal?: AbortSignal;
  readonly logger?: NestApplicationOptions['logger'];
}

export interface Sample {
  readonly url: string;
  readonly environment: SampleEnvironment;
  /** Answers what has been asked, then stops everything. */
  readonly close: () => Promise<void>;
}

/** Starts the whole sample, with a database and AWS around it. The command, the demo and the tests all come through here. */
export async function startSample(options: SampleOptions): Promise<Sample> {
  const { host = '127.0.0.1', port, signal = new AbortController().signal } = options;
  const cleanup = new Cleanup();
  try {
    const environment = await startEnvironment(signal, cleanup);
    const app = await unlessAborted(signal, createApp(environment, options));
    cleanup.add(() => close(app));
    await app.listen(port, host);
    return { url: await app.getUrl(), environment, close: () => cleanup.run() };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function createApp(
  environment: SampleEnvironment,
  { logger }: SampleOptions,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(environment), {
    abortOnError: false,
    ...(logger === undefined ? {} : { logger }),
  });
  return app.useStaticAssets(PUBLIC_FOLDER);
}

/** Nest cannot be told to stop starting, and with AWS out of reach that may take half a minute: then it is left to it. */
async function unlessAborted<T>(signal: AbortSignal, starting: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const aborted = once(signal, 'abort').then(() => Promise.reject<T>(signal.reason));
  return Promise.race([starting, aborted]);
}

/** A page that asks every second would hold its connection, and so the server, open for ever. */
async function close(app: NestExpressApplication): Promise<void> {
  const server: Server = app.getHttpServer();
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}
