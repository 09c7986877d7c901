import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplicationContext, type ModuleMetadata } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { SsmCacheModule, SsmParam, SsmParams, ssmCacheConfig } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { report } from './support/report.js';

const LATENCY = 20;
/** What a start may take longer after a throttled call, in seconds. */
const MOST_LONGER = 2;
const PATIENCE = 120_000;

/** What is declared, and how to read it all. */
interface Declared {
  readonly metadata: ModuleMetadata;
  readonly read: (application: INestApplicationContext) => readonly unknown[];
}

const namesOf = (size: number): readonly string[] =>
  Array.from({ length: size }, (_, index) => `/shop/${String(index).padStart(4, '0')}`);

const cacheModule = (aws: LocalAws, options: Parameters<typeof SsmCacheModule.forRoot>[0] = {}) =>
  SsmCacheModule.forRoot({ ssm: aws.clientConfig(), ...options });

const path = (aws: LocalAws): Declared => {
  class Declaring {
    @SsmParams('/shop', { shape: 'record' }) readonly all!: Record<string, string>;
  }
  return {
    metadata: { imports: [cacheModule(aws)], providers: [Declaring] },
    read: (application) => Object.values(application.get(Declaring).all),
  };
};

const names =
  (size: number, group?: string) =>
  (aws: LocalAws): Declared => {
    class Declaring {}
    for (const name of namesOf(size)) {
      SsmParam(name, { type: String, ...(group !== undefined && { group }) })(Declaring.prototype, name);
    }
    const groups = group === undefined ? {} : { [group]: {} };
    return {
      metadata: { imports: [cacheModule(aws, { groups })], providers: [Declaring] },
      read: (application) => {
        const declaring = application.get<Record<string, unknown>>(Declaring);
        return namesOf(size).map((name) => declaring[name]);
      },
    };
  };

const config = (aws: LocalAws): Declared => {
  const shop = ssmCacheConfig('shop', { path: '/shop', ssm: aws.clientConfig() });
  return {
    metadata: {
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true, load: [shop] }), cacheModule(aws)],
    },
    read: (application) => Object.values(application.get(ConfigService).get('shop') as object),
  };
};

/** How long a start takes, in seconds, if its `throttled`th call is throttled. */
const secondsToStart = async (
  aws: LocalAws,
  declare: (aws: LocalAws) => Declared,
  size: number,
  throttled: number,
): Promise<number> => {
  const { metadata, read } = declare(aws);
  class AppModule {}
  Module(metadata)(AppModule);
  const before = aws.calls.length;
  aws.faults.clear();
  aws.faults.next('throttling', 1, { when: () => aws.calls.length - before >= throttled });
  const begin = performance.now();
  const application = await NestFactory.createApplicationContext(AppModule, {
    logger: false,
    abortOnError: false,
  });
  const seconds = (performance.now() - begin) / 1_000;
  expect(read(application).filter((value) => value === 'v')).toHaveLength(size);
  await application.close();
  return seconds;
};

describe('A start after one throttled call', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await startLocalAws({ latency: LATENCY });
  });
  afterEach(() => aws.close());

  it.each([
    ['a path of 200', 200, path, 20],
    ['a group of 480', 480, names(480, 'all'), 48],
    ['1,000 names', 1_000, names(1_000), 100],
    ['ssmCacheConfig on 100', 100, config, 10],
  ] as const)(
    'takes at most two seconds more than without it: %s',
    async (what, size, declare, calls) => {
      for (const name of namesOf(size)) aws.parameterStore.put(name, 'v');
      await secondsToStart(aws, declare, size, Infinity);
      const usual = await secondsToStart(aws, declare, size, Infinity);
      const longer: number[] = [];
      for (const throttled of [1, 2, Math.ceil(calls / 2), calls]) {
        longer.push((await secondsToStart(aws, declare, size, throttled)) - usual);
      }
      report({
        row: 'start after one throttled call',
        figure: `${what}: at most ${Math.max(...longer).toFixed(1)} s more than ${usual.toFixed(1)} s`,
        holds: Math.max(...longer) <= MOST_LONGER,
      });
    },
    PATIENCE,
  );
});
