import { afterEach } from '@jest/globals';
import { SsmCache, type StandaloneSsmCacheOptions } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from 'nestjs-ssm-cache/testing';
import { FakeRuntime } from '../../support/fake-runtime.js';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** Undoes something at the end of the test, last thing first. */
export const atEnd = (cleanup: () => unknown): void => void cleanups.push(cleanup);

/** A local AWS until the end of the test. */
export const startAws = async (contents: LocalAwsOptions = {}): Promise<LocalAws> => {
  const aws = await startLocalAws(contents);
  atEnd(() => aws.close());
  return aws;
};

/** A cache that reads from a local AWS with the clients of the SDK. Time stands still unless the test advances it. */
export const makeCache = (aws: LocalAws, options: StandaloneSsmCacheOptions = {}) => {
  const runtime = new FakeRuntime();
  const config = aws.clientConfig();
  const cache = new SsmCache(
    { ssm: config, secretsManager: config, minRefreshInterval: 0, ...options },
    runtime,
  );
  atEnd(() => cache.close());
  return { cache, runtime };
};

export const startWorld = async (contents: LocalAwsOptions = {}, options: StandaloneSsmCacheOptions = {}) => {
  const aws = await startAws(contents);
  return { aws, ...makeCache(aws, options) };
};

/** Environment variables until the end of the test. */
export const setEnvironment = (variables: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    process.env[name] = value;
    atEnd(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
};

/** What leads the clients of the SDK to a local AWS without being configured. */
export const environmentOf = (aws: LocalAws): Record<string, string> => ({
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

/** The operations that a local AWS was asked for so far, in order. */
export const operations = (aws: LocalAws): string[] => aws.calls.map(({ operation }) => operation);
