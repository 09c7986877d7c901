import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, type Login } from '../../lib/rotation/index.js';
import { makeCache } from '../support/make-cache.js';
import { RotatedSecret, SECRET } from '../support/rotated-secret.js';

/** From `setSecret` to `finishSecret`, in seconds. */
const WINDOWS = [0, 0.1, 0.3, 1, 2, 5, 10];
const CALLS = 50;
/** In which the calls of a rotation begin, beside the window, in seconds. */
const LOAD = 1;
const USERS = ['user 1', 'user 1 clone'] as const;

type Strategy = 'single user' | 'alternating users';

/** A server whose login is rotated in the order of steps of AWS's own templates, and calls that log in. */
class World {
  readonly failures: unknown[] = [];
  /** The longest that a call took, in seconds. */
  longest = 0;
  readonly #made = makeCache();
  readonly #secret = new RotatedSecret(this.#made.secrets);
  readonly #passwords = new Map<string, string>([[USERS[0], 'password 1']]);
  readonly #login = this.#made.cache.secret<Login>(SECRET, { transform: 'json' });
  readonly #query: () => Promise<void>;

  constructor(
    private readonly strategy: Strategy,
    pending: boolean,
  ) {
    this.#query = this.#login.refreshOnError(() => this.#connect(), {
      on: hasCode('28P01'),
      pending,
      retries: 5,
      delay: 0.5,
    });
  }

  async load(): Promise<void> {
    await this.#login.get();
  }

  /** @returns how often AWSCURRENT and AWSPENDING were read */
  async rotate(rotation: number, window: number): Promise<{ current: number; pending: number }> {
    const { runtime, vault } = this.#made;
    const before = vault.count();
    const step = (LOAD + window) / CALLS;
    const isSingle = this.strategy === 'single user';
    const username = isSingle || rotation % 2 === 0 ? USERS[0] : USERS[1];
    const password = `password ${rotation + 1}`;
    const setAt = Math.ceil(LOAD / 2 / step);
    const finishAt = Math.ceil((LOAD / 2 + window) / step);
    const calls: Promise<void>[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      if (call === setAt) {
        this.#secret.create({ username, password });
        this.#passwords.set(username, password);
      }
      if (call === finishAt) this.#secret.finish();
      calls.push(this.#call());
      await runtime.advance(step);
    }
    await runtime.advance(20);
    await Promise.all(calls);
    const stages = vault.calls.slice(before).map(({ input }) => input.VersionStage);
    const pending = stages.filter((stage) => stage === 'AWSPENDING').length;
    return { current: stages.length - pending, pending };
  }

  async #connect(): Promise<void> {
    const { username, password } = this.#login.value;
    if (this.#passwords.get(username) !== password) {
      throw Object.assign(new Error('password authentication failed'), { code: '28P01' });
    }
  }

  async #call(): Promise<void> {
    const { clock } = this.#made.runtime;
    const begun = clock.now().monotonic;
    await this.#query().catch((error: unknown) => this.failures.push(error));
    this.longest = Math.max(this.longest, (clock.now().monotonic - begun) / 1_000);
  }
}

describe.each(['single user', 'alternating users'] as const)('A rotation with %s', (strategy) => {
  it.each([
    ['without pending', false],
    ['with pending', true],
  ])('loses no call, however long it takes to finish: %s', async (_, pending) => {
    const world = new World(strategy, pending);
    await world.load();
    for (const [index, window] of WINDOWS.entries()) await world.rotate(index + 1, window);

    expect(world.failures).toEqual([]);
  });

  it('with pending refreshes twice at most, and no call waits until it is finished', async () => {
    const world = new World(strategy, true);
    await world.load();
    for (const [index, window] of WINDOWS.entries()) {
      const { current, pending } = await world.rotate(index + 1, window);

      expect(current).toBeLessThanOrEqual(2);
      expect(pending).toBeLessThanOrEqual(2);
    }
    expect(world.longest).toBeLessThanOrEqual(0.1);
  });
});

describe('A rotation with a single user, without pending', () => {
  it('has calls wait until it is finished', async () => {
    const world = new World('single user', false);
    await world.load();
    await world.rotate(1, 10);

    expect(world.longest).toBeGreaterThan(10);
  });
});

describe('The time from set to finish', () => {
  it('is up to ten seconds here, and up to two with real servers', async () => {
    const file = join(import.meta.dirname, '../recipes/support/rotate-under-load.ts');
    const [, windows = ''] = /^const WINDOWS = \[(.*)\];$/m.exec(await readFile(file, 'utf8')) ?? [];

    expect(Math.max(...WINDOWS)).toBe(10);
    expect(Math.max(...windows.split(', ').map((window) => Number(window.replaceAll('_', ''))))).toBe(2_000);
  });
});
