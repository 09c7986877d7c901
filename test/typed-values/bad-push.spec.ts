import { describe, expect, it } from '@jest/globals';
import type { SsmHandle, StandardSchema } from 'nestjs-ssm-cache';
import { inspect } from 'node:util';
import { makeCache, rejection } from '../support/make-cache.js';
import { settings } from './support/schemas.js';

const MAX_AGE = 10;
const CANARY = 'c4n4ry-9f';

interface Settings {
  readonly db: { readonly host: string; readonly port: number };
  readonly level: string;
  readonly hosts: readonly string[];
  readonly token: string;
}

type World = ReturnType<typeof makeCache>;

/** What is pushed: settings of one generation, or of none, since a part of them is bad. */
const pushed = (generation: number, bad: Readonly<Record<string, string>> = {}) => ({
  'db/host': `host-${generation}`,
  'db/port': String(60_100 + generation),
  level: 'info',
  token: `tok-${generation}`,
  ...bad,
});

const made = (generation: number): Settings => ({
  db: { host: `host-${generation}`, port: 60_100 + generation },
  level: 'info',
  hosts: [`a${generation}`, `b${generation}`],
  token: `tok-${generation}`,
});

const asJson = (values: Readonly<Record<string, string>>, generation: number): string =>
  JSON.stringify({
    db: { host: values['db/host'], port: values['db/port'] },
    level: values['level'],
    token: values['token'],
    hosts: [`a${generation}`, `b${generation}`],
  });

interface Place {
  readonly title: string;
  /** How the one error begins; the version of what has one is that of the bad push. */
  readonly named: RegExp;
  readonly declare: (world: World, schema: StandardSchema) => SsmHandle<any, any>;
  readonly push: (world: World, generation: number, bad?: Readonly<Record<string, string>>) => void;
}

const pushTree: Place['push'] = ({ parameters }, generation, bad) => {
  for (const [name, value] of Object.entries(pushed(generation, bad))) parameters.put(`/shop/${name}`, value);
  parameters.put('/shop/hosts', [`a${generation}`, `b${generation}`]);
};

const places: readonly Place[] = [
  {
    title: 'a tree',
    named:
      /^error "\/shop" with ("\/shop\/[\w/]+" in version 2(, )?)+ cannot be used: it does not fit its schema \(/,
    declare: ({ cache }, schema) => cache.parameters('/shop', { schema }),
    push: pushTree,
  },
  {
    title: 'a parameter',
    named: /^error "\/settings" in version 2 cannot be used: it does not fit its schema \(/,
    declare: ({ cache }, schema) => cache.parameter('/settings', { schema }),
    push: ({ parameters }, generation, bad) =>
      parameters.put('/settings', asJson(pushed(generation, bad), generation)),
  },
  {
    title: 'a secret',
    named: /^error "settings" in version [-\w]+ cannot be used: it does not fit its schema \(/,
    declare: ({ cache }, schema) => cache.secret('settings', { schema }),
    push: ({ secrets }, generation, bad) =>
      void secrets.put('settings', asJson(pushed(generation, bad), generation)),
  },
  {
    title: 'a tree in a group',
    named:
      /^error "\/shop" with ("\/shop\/[\w/]+" in version 2(, )?)+ cannot be used: it does not fit its schema \(/,
    declare: ({ cache }, schema) => cache.parameters('/shop', { schema, group: 'shop' }),
    push: pushTree,
  },
  {
    title: 'a parameter in a group',
    named: /^error "\/settings" in version 2 cannot be used: it does not fit its schema \(/,
    declare: ({ cache }, schema) => cache.parameter('/settings', { schema, group: 'shop' }),
    push: ({ parameters }, generation, bad) =>
      parameters.put('/settings', asJson(pushed(generation, bad), generation)),
  },
];

const badPushes: readonly (readonly [what: string, bad: Readonly<Record<string, string>>, path: string])[] = [
  ['a port that is none', { 'db/port': CANARY }, 'db.port'],
  ['a host that does not match', { 'db/host': CANARY }, 'db.host'],
  ['a level that is unknown', { level: CANARY }, 'level'],
  ['a token that is none, and a torn host', { 'db/host': 'host-666', token: CANARY }, 'token'],
];

const cases = settings.flatMap(([library, schema]) =>
  places.flatMap((place) =>
    badPushes.map(([what, bad, path]) => ({
      title: `${library}: ${place.title}, ${what}`,
      schema,
      place,
      bad,
      path,
    })),
  ),
);

/** Many readers of both kinds while time passes, and what they saw: the generation of each, or what was wrong. */
class Load {
  readonly seen = new Set<unknown>();
  count = 0;

  constructor(
    private readonly handle: SsmHandle<any, any>,
    private readonly world: World,
  ) {}

  async run(seconds: number): Promise<void> {
    for (let step = 0; step < seconds; step += 1) {
      this.#readMany();
      const advancing = this.world.runtime.advance(1);
      this.#readMany();
      await new Promise((resolve) => setImmediate(resolve));
      this.#readMany();
      await advancing;
    }
  }

  #readMany(): void {
    for (let reader = 0; reader < 5; reader += 1) {
      this.#see(() => this.handle.value);
      this.handle.get().then(
        (value) => this.#see(() => value),
        (error: unknown) => this.seen.add(error),
      );
    }
  }

  #see(read: () => unknown): void {
    this.count += 1;
    try {
      this.seen.add(read());
    } catch (error) {
      this.seen.add(error);
    }
  }
}

describe('A good push, a bad one and a good one', () => {
  it.each(cases)('$title', async ({ schema, place, bad, path }) => {
    const world = makeCache({ maxAge: MAX_AGE, jitter: 0, groups: { shop: {} }, minRefreshInterval: 0 });
    const { cache, runtime, parameters } = world;
    parameters.put('/beside', '1');
    const beside = cache.parameter('/beside', { group: 'shop' });
    place.push(world, 1);
    const handle = place.declare(world, schema);
    const isGrouped = place.title.includes('group');
    const good = await handle.get();
    const load = new Load(handle, world);
    await load.run(MAX_AGE + 2);

    expect(good).toEqual(made(1));
    expect(load.seen).toEqual(new Set([made(1)]));
    expect(runtime.messages).toEqual([]);

    place.push(world, 2, bad);
    parameters.put('/beside', '2');
    await load.run(4 * MAX_AGE);
    const errors = [await rejection(handle.refresh()), await rejection(cache.refresh())];
    await load.run(2);
    const [logged, ...more] = runtime.messages;
    const entry = cache.inspect().find(({ name }) => name === handle.fullName);

    expect(load.seen).toEqual(new Set([good]));
    expect(handle.value).toBe(good);
    expect(isGrouped ? beside.value : '1').toBe('1');
    expect(logged).toMatch(place.named);
    expect(logged).toContain(`${path}: `);
    expect(more).toEqual([]);
    expect(entry?.lastError).toEqual({
      code: 'SSM_CACHE_TRANSFORM',
      message: logged?.slice('error '.length),
    });
    for (const thing of [errors, runtime.messages, cache.inspect(), handle, cache]) {
      const shown = `${inspect(thing, { depth: 9, showHidden: true })} ${JSON.stringify(thing)}`;
      expect(shown).not.toMatch(new RegExp(`${CANARY}|host-\\d|tok-\\d|\\b6010\\d\\b`));
    }

    place.push(world, 3);
    parameters.put('/beside', '3');
    // The next attempt after so many failures comes after a minute at the latest.
    await load.run(75);

    expect(handle.value).toEqual(made(3));
    expect(load.seen).toEqual(new Set([good, handle.value]));
    expect(isGrouped ? beside.value : '3').toBe('3');
    expect(cache.inspect().every(({ lastError }) => lastError === undefined)).toBe(true);
    expect(runtime.messages.slice(1)).toEqual([expect.stringMatching(/^log ".*" can be refreshed again/)]);
    expect(load.count).toBeGreaterThan(1_000);
    cache.close();
  });
});
