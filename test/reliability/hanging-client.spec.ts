import { afterEach, describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { rejection } from '../support/make-cache.js';
import { report } from './support/report.js';

const NAMES = 200;
/** What AWS takes for a call, in milliseconds. */
const LATENCY = 20;
const ROUNDS = 5;
/** How long a call may take, in seconds. */
const REFRESH_TIMEOUT = 1;

const parameters = Object.fromEntries(
  Array.from({ length: NAMES }, (_, index) => [`/p/${index}`, `${index}`]),
);

const healthy = () => ({
  ssmClient: new InMemoryParameterStore(parameters, { latency: LATENCY }),
  secretsManagerClient: new InMemorySecretsManager({}, { latency: LATENCY }),
});

/** A client that takes each call, and never answers. */
const hanging = () => {
  const calls: string[] = [];
  const hang = (operation: string) => () => {
    calls.push(operation);
    return new Promise<never>(() => {});
  };
  const methods = ['getParameters', 'getParametersByPath'].map((name) => [name, hang(name)]);
  return {
    calls,
    options: {
      ssmClient: Object.fromEntries(methods) as never,
      secretsManagerClient: { getSecretValue: hang('getSecretValue') },
    },
  };
};

describe('One of three clients that hangs', () => {
  const caches: SsmCache[] = [];
  afterEach(() => caches.splice(0).forEach((cache) => cache.close()));

  /** How long loads and refreshes by two clients take, in milliseconds, the best of several rounds. */
  const measure = async (
    third: ConstructorParameters<typeof SsmCache>[0],
    reads: boolean,
  ): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const cache = new SsmCache({
        ...healthy(),
        clients: { replica: healthy(), third: third ?? {} },
        minRefreshInterval: 0,
        refreshTimeout: REFRESH_TIMEOUT,
      });
      caches.push(cache);
      const values = Object.keys(parameters).flatMap((name) => [
        cache.parameter(name),
        cache.parameter(name, { client: 'replica' }),
      ]);
      const others = Object.keys(parameters).map((name) => cache.parameter(name, { client: 'third' }));
      if (reads) for (const other of others) void other.get().catch(() => undefined);
      const begin = performance.now();
      await Promise.all(values.map((value) => value.get()));
      await Promise.all(values.map((value) => value.refresh()));
      times.push(performance.now() - begin);
    }
    return Math.min(...times);
  };

  /** What is said of each client: of all that were used, whether they are answered. */
  const saidBy = (cache: SsmCache | undefined): Readonly<Record<string, string>> =>
    Object.fromEntries(
      (cache?.health().clients ?? []).map(({ source, client, status }) => [`${source} ${client}`, status]),
    );

  it('delays neither reads nor refreshes through the others, and health says which it is', async () => {
    const third = hanging();

    const without = await measure(healthy(), false);
    const alongside = await measure(third.options, true);

    const ratio = alongside / without;
    const cache = caches.at(-1);
    await rejection(cache?.parameter('/p/0', { client: 'third' }).get() ?? Promise.resolve());
    const said = saidBy(cache);
    expect(third.calls.length).toBeGreaterThan(0);
    report({
      row: 'one of three clients hangs',
      figure: `${ratio.toFixed(2)} times as long through the others (${alongside.toFixed(0)} ms), health: ${said['ssm third']}`,
      holds: ratio < 1.5 && said['ssm third'] === 'hanging',
    });
    expect(ratio).toBeLessThan(1.5);
    expect(said).toEqual({ 'ssm default': 'up', 'ssm replica': 'up', 'ssm third': 'hanging' });
  }, 60_000);
});
