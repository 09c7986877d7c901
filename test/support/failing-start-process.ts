import 'reflect-metadata';
// Loaded before time is taken: on a busy machine that alone takes seconds.
import '@aws-sdk/client-ssm';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { PreloadError, SsmCacheModule, SsmParam } from 'nestjs-ssm-cache';
import { RecordingLogger } from './application.js';
import { failingStarts, inWorldOf, PRELOAD_TIMEOUT, type FailingStart } from './failing-starts.js';

@Injectable()
class Orders {
  @SsmParam('/prod/db/host') readonly host!: string;
}

/** What a start said that failed, and after how many seconds. */
export interface FailedStart {
  readonly what: string;
  readonly error: string;
  readonly seconds: number;
  readonly preloadTimeout: number;
  readonly warnings: readonly { readonly text: string; readonly seconds: number }[];
}

const start = async (what: string, given: FailingStart): Promise<FailedStart> => {
  const { client, preloadTimeout = PRELOAD_TIMEOUT } = given;
  const options = { preloadTimeout, ...(client !== undefined && { ssm: client }) };
  @Module({ imports: [SsmCacheModule.forRoot(options)], providers: [Orders] })
  class AppModule {}
  const warnings: { text: string; seconds: number }[] = [];
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  const warn = (text: unknown): void => void warnings.push({ text: String(text), seconds: seconds() });
  const builder = Test.createTestingModule({ imports: [AppModule] }).setLogger(
    Object.assign(new RecordingLogger(), { warn }),
  );
  const thrown: unknown = await builder.compile().catch((error: unknown) => error);
  const passed = seconds();
  const error =
    thrown instanceof PreloadError
      ? thrown.failures.map((failure) => failure.error.message).join('\n')
      : `It is no PreloadError: ${String(thrown)}`;
  return { what, error, seconds: passed, preloadTimeout, warnings };
};

/** Runs these starts one after the other in this process. */
export const startEach = async (names: readonly string[]): Promise<FailedStart[]> => {
  const failed: FailedStart[] = [];
  for (const what of names) {
    const makeStart = failingStarts[what];
    if (makeStart === undefined) throw new Error(`There is no start for "${what}".`);
    // oxlint-disable-next-line no-await-in-loop -- the environment belongs to one start at a time
    failed.push(await inWorldOf(makeStart, (given) => start(what, given)));
  }
  return failed;
};
