import { describe, expect, it } from '@jest/globals';
import type { SsmParameter } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { awsError, makeCache } from '../../support/make-cache.js';
import { settle } from '../../support/fake-runtime.js';
import { readStateTable } from '../../support/state-table.js';

const MAX_AGE = 0.5;

const WORDS = { Name: '/x', Value: 'not a number', Type: 'String', Version: 2 };

const LONGEST_FIRST_WAIT = 2;

const table = readStateTable('engine/entry-view.state.ts');

class Entry {
  readonly #made = makeCache({ maxAge: MAX_AGE, minRefreshInterval: 0 });
  readonly #handle: SsmParameter<number>;
  readonly runtime = this.#made.runtime;

  constructor() {
    const { parameters, runtime, ssm, cache } = this.#made;
    parameters.put('/x', '1');
    runtime.chance = 0.9;
    ssm.isHolding = true;
    this.#handle = cache.parameter<number>('/x', { transform: 'number' });
  }

  get state(): string | undefined {
    return this.#made.cache.inspect()[0]?.state;
  }

  async read(): Promise<void> {
    try {
      void this.#handle.value;
    } catch {
      // What it throws is not what is looked at here.
    }
    await settle();
  }

  async get(): Promise<void> {
    this.#handle.get().catch(() => undefined);
    await settle();
  }

  async refresh(): Promise<void> {
    this.#handle.refresh().catch(() => undefined);
    await settle();
  }

  /** Lets the refresh that is under way, or a new one, end in one of the ways that it can. */
  async end(outcome: 'answered' | 'unusable' | Error): Promise<void> {
    const { ssm } = this.#made;
    if (ssm.waiting.length === 0) await this.refresh();
    const call = ssm.waiting[0];
    if (outcome instanceof Error) call?.fail(outcome);
    else if (outcome === 'unusable') call?.answer({ Parameters: [WORDS] });
    else call?.release();
    await settle();
  }

  async expire(): Promise<void> {
    this.#made.cache[INTERNALS].engine.expire({ source: 'ssm', name: '/x' });
    await settle();
  }

  async close(): Promise<void> {
    this.#made.cache.close();
    await settle();
  }
}

const TRANSIENT = () => awsError('ThrottlingException');

const REFUSED = () => awsError('AccessDeniedException');

/** The ways to reach each state. */
const WAYS: Record<string, ((entry: Entry) => Promise<void>)[]> = {
  absent: [async () => settle()],
  loading: [async (entry) => entry.get()],
  fresh: [async (entry) => entry.end('answered')],
  stale: [
    async (entry) => {
      await entry.end('answered');
      await entry.runtime.advance(MAX_AGE);
    },
  ],
  'backing off': [
    async (entry) => {
      await entry.end('answered');
      await entry.runtime.advance(MAX_AGE);
      await entry.end(TRANSIENT());
    },
    async (entry) => entry.end(TRANSIENT()),
  ],
  refused: [
    async (entry) => {
      await entry.end('answered');
      await entry.end(REFUSED());
    },
    async (entry) => entry.end(REFUSED()),
  ],
};

const EVENTS: Record<string, (entry: Entry) => Promise<void>> = {
  value: (entry) => entry.read(),
  'get()': (entry) => entry.get(),
  'refresh()': (entry) => entry.refresh(),
  answered: (entry) => entry.end('answered'),
  'failed: transient': (entry) => entry.end(TRANSIENT()),
  'failed: gone': (entry) => entry.end(awsError('ParameterNotFound')),
  'failed: unusable': (entry) => entry.end('unusable'),
  'failed: refused': (entry) => entry.end(REFUSED()),
  'maxAge passes': (entry) => entry.runtime.advance(MAX_AGE),
  'back-off ends': (entry) => entry.runtime.advance(LONGEST_FIRST_WAIT),
  'expire()': (entry) => entry.expire(),
  'close()': (entry) => entry.close(),
};

const cases = table
  .filter(({ next }) => next !== '–')
  .flatMap(({ state, ...rest }) =>
    (WAYS[state] ?? []).map((reach, way) => ({ state, way: way + 1, reach, ...rest })),
  );

describe('The table of the states', () => {
  it('is about every state and every event', () => {
    expect([...new Set(table.map(({ state }) => state))]).toEqual(Object.keys(WAYS));
    expect([...new Set(table.map(({ event }) => event))]).toEqual(Object.keys(EVENTS));
    expect(cases.length).toBeGreaterThan(60);
  });

  it.each(cases)('says that $state (way $way) becomes $next with: $event', async (row) => {
    const entry = new Entry();
    await row.reach(entry);
    expect(entry.state).toBe(row.state);

    await EVENTS[row.event]?.(entry);

    expect(row.next.split(' or ')).toContain(entry.state);
  });

  it('means by "stale or absent" that a value is held or is not', async () => {
    const [withValue, withNone] = await Promise.all(
      (WAYS['backing off'] ?? []).map(async (reach) => {
        const entry = new Entry();
        await reach(entry);
        await entry.runtime.advance(LONGEST_FIRST_WAIT);
        return entry.state;
      }),
    );

    expect([withValue, withNone]).toEqual(['stale', 'absent']);
  });
});
