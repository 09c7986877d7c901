import { describe, expect, it } from '@jest/globals';
import { SsmCache, type SsmCacheError } from 'nestjs-ssm-cache';
import { setTimeout as wait } from 'node:timers/promises';
import { type CacheRuntime, systemRuntime } from '../../lib/runtime/cache-runtime.js';
import { FakeRuntime } from '../support/fake-runtime.js';
import { awsError } from '../support/make-cache.js';
import { seededRandom } from './support/random.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const HOUR = 3_600;
const PATIENCE = 600_000;

interface Limits {
  readonly maxAge: number;
  readonly maxStale: number;
}

/** A value that AWS brings once and refuses to bring again, and the reads of it that came too late. */
class AgingValue {
  tried = 0;
  served = 0;
  readonly late: number[] = [];
  readonly #limit: number;
  readonly #cache: SsmCache;
  #since = { wall: 0, monotonic: 0 };
  #isDown = false;

  constructor(
    { maxAge, maxStale }: Limits,
    runtime: Partial<CacheRuntime>,
    private readonly now: () => { wall: number; monotonic: number },
  ) {
    this.#limit = (maxAge + maxStale) * 1_000;
    this.#cache = new SsmCache(
      { maxAge, maxStale, minRefreshInterval: 0, ssmClient: { getParameters: () => this.#answer() } },
      runtime,
    );
  }

  get #handle() {
    return this.#cache.parameter('/x');
  }

  async load(): Promise<void> {
    this.#isDown = false;
    await this.#handle.refresh();
    this.#isDown = true;
  }

  read(): void {
    const before = this.#age();
    this.#count(before, () => this.#handle.value);
  }

  async get(): Promise<void> {
    const before = this.#age();
    const value = await this.#handle.get().catch((error: unknown) => error);
    this.#count(before, () => {
      if (value instanceof Error) throw value;
    });
  }

  close(): void {
    this.#cache.close();
  }

  #count(age: number, read: () => unknown): void {
    this.tried += 1;
    try {
      read();
      this.served += 1;
      if (age > this.#limit) this.late.push(age);
    } catch (error) {
      const { code } = error as SsmCacheError;
      if (code !== 'SSM_CACHE_STALE_VALUE') throw error;
    }
  }

  #age(): number {
    const { wall, monotonic } = this.now();
    return Math.max(wall - this.#since.wall, monotonic - this.#since.monotonic);
  }

  #answer(): Promise<unknown> {
    if (this.#isDown) return Promise.reject(awsError('ThrottlingException'));
    this.#since = this.now();
    const parameter = { Name: '/x', Value: 'v', Type: 'String', Version: 1 };
    return Promise.resolve({ Parameters: [parameter] });
  }
}

/** Puts into the table how many reads were tried, and returns the ages of those that came too late. */
const lateReads = (how: string, values: readonly AgingValue[]): readonly number[] => {
  const sum = (count: (value: AgingValue) => number) =>
    values.reduce((total, value) => total + count(value), 0);
  const tried = sum((value) => value.tried);
  const served = sum((value) => value.served);
  const late = values.flatMap((value) => value.late);
  expect(served).toBeGreaterThan(tried / 20);
  expect(served).toBeLessThan(tried * 0.95);
  report({
    row: 'reads past maxAge + maxStale',
    figure: `${how}: ${tried.toLocaleString('en')} tried, ${late.length} found`,
    holds: late.length === 0,
  });
  return late;
};

/** What happens to time between two reads, by how many seconds it is. */
const HAPPENINGS: Record<string, (runtime: FakeRuntime, seconds: number) => void | Promise<void>> = {
  'time goes by': (runtime, seconds) => runtime.advance(seconds),
  freeze: (runtime, seconds) => runtime.freeze(seconds),
  'blocked loop': (runtime, seconds) => runtime.block(seconds),
  'suspended timers': (runtime, seconds) => {
    runtime.block(seconds / 2);
    runtime.freeze(seconds / 2);
  },
  'clock ±1 h': async (runtime, seconds) => {
    runtime.setWallClock(seconds < 1 ? HOUR : -HOUR);
    await runtime.advance(seconds / 4);
  },
};

const STEPS = scaled(4_000, 400);

describe('Nothing is read past maxAge + maxStale', () => {
  it.each(Object.keys(HAPPENINGS))(
    'over: %s',
    async (happening) => {
      const values: AgingValue[] = [];
      for (const [seed, limits] of [
        { maxAge: 1, maxStale: 1 },
        { maxAge: 0.5, maxStale: 0 },
        { maxAge: 0, maxStale: 2 },
      ].entries()) {
        const runtime = new FakeRuntime();
        const value = new AgingValue(limits, runtime, () => runtime.clock.now());
        const random = seededRandom(seed);
        values.push(value);
        for (let step = 0; step < STEPS; step += 1) {
          if (step % 4 === 0) await value.load();
          runtime.chance = random();
          await HAPPENINGS[happening]?.(runtime, random() * 1.5);
          value.read();
          await value.get();
          value.read();
        }
        value.close();
      }
      expect(lateReads(happening, values)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'over a loop that is really blocked, by the clock of the system',
    async () => {
      const LIMITS = { maxAge: 0.01, maxStale: 0.01 };
      const value = new AgingValue(LIMITS, systemRuntime(), () => ({
        wall: Date.now(),
        monotonic: performance.now(),
      }));
      const random = seededRandom(0);
      for (let step = 0; step < scaled(600, 100); step += 1) {
        if (step % 4 === 0) await value.load();
        value.read();
        const end = performance.now() + random() * 15;
        while (performance.now() < end);
        if (step % 3 === 0) await Promise.resolve();
        else if (step % 3 === 1) await new Promise((resolve) => setImmediate(resolve));
        else await wait(1);
        value.read();
        await value.get();
      }
      value.close();
      expect(lateReads('a real busy loop', [value])).toEqual([]);
    },
    PATIENCE,
  );
});
