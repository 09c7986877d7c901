import { Module, type INestApplicationContext } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { SsmCacheModule, SsmParam, SsmSecret, ssmCacheConfig } from 'nestjs-ssm-cache';
import { setTimeout as wait } from 'node:timers/promises';

/** A function for AWS Lambda whose values are the times at which AWS gave them, read in each kind. */

const { maxAge, refreshTimeout, preloadTimeout, work, client } = JSON.parse(
  process.env['FUNCTION'] as string,
);
// A configuration is refreshed by the clock, but no more often than `minRefreshInterval` says.
const timeouts = { maxAge, refreshTimeout, minRefreshInterval: 0 };

/** A function that is frozen while it works loses one slice of its work at most, and so is awake for the others. */
const SLICES = 8;

class Times {
  @SsmParam('/plain', { type: Number, maxAge }) readonly plain!: number;
  @SsmSecret('plain', { type: Number, maxAge }) readonly plainSecret!: number;
  @SsmParam('/strict', { type: Promise, maxAge }) readonly strict!: Promise<string>;
  @SsmSecret('strict', { type: Promise, maxAge }) readonly strictSecret!: Promise<string>;
}

const config = ssmCacheConfig('times', { path: '/config', ssm: client, ...timeouts });

class FunctionModule {}
Module({
  imports: [
    ConfigModule.forRoot({ ignoreEnvFile: true, load: [config] }),
    SsmCacheModule.forRoot({ ssm: client, secretsManager: client, preloadTimeout, ...timeouts }),
  ],
  providers: [Times],
})(FunctionModule);

let application: Promise<INestApplicationContext> | undefined;

/** A value, and the time at which it was read. */
export interface Read {
  readonly what: string;
  readonly at: number;
  readonly value: number;
}

/** What an invocation read. */
export interface Reads {
  readonly began: number;
  readonly plain: readonly Read[];
  readonly strict: readonly Read[];
}

export const handler = async (): Promise<Reads> => {
  const context = await (application ??= start());
  const times = context.get(Times);
  const settings = context.get(ConfigService);
  const began = Date.now();
  const readPlain = (): readonly Read[] => [
    { what: 'a parameter', at: Date.now(), value: times.plain },
    { what: 'a secret', at: Date.now(), value: times.plainSecret },
    { what: 'the configuration', at: Date.now(), value: Number(settings.get('times.now')) },
  ];
  const before = readPlain();
  for (let slice = 0; slice < SLICES; slice += 1) await wait(work / SLICES);
  const after = readPlain();
  const strict: Read[] = [];
  for (const [what, read] of [
    ['a parameter', () => times.strict],
    ['a secret', () => times.strictSecret],
  ] as const) {
    const at = Date.now();
    strict.push({ what, at, value: Number(await read()) });
  }
  return { began, plain: [...before, ...after], strict };
};

/** A start that failed is not kept: the next call tries again. */
const start = (): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(FunctionModule, { abortOnError: false, logger: false }).catch(
    (error: unknown) => {
      application = undefined;
      throw error;
    },
  );
