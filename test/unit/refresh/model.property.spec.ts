import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EntryWorld, type FailureName } from '../../support/entry-world.js';
import { settle } from '../../support/fake-runtime.js';
import { makeCache, track } from '../../support/make-cache.js';

/** How many histories are tried; raise PROPERTY_RUNS for a deeper search. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 300);

type Model = Record<string, never>;

class Step implements fc.AsyncCommand<Model, EntryWorld> {
  constructor(
    private readonly name: string,
    private readonly act: (world: EntryWorld) => void | Promise<void>,
    private readonly isPatient = true,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: EntryWorld): Promise<void> {
    await this.act(world);
    if (this.isPatient) await settle(3);
    if (world.broken.length > 0) throw new Error(world.broken.join('\n'));
  }

  toString(): string {
    return this.name;
  }
}

const pick = fc.nat(5);

const seconds = fc.constantFrom(0.1, 0.5, 1, 2, 4.9, 5.1, 9.9, 10.1, 30, 61);

const failure = fc.constantFrom<FailureName>('throttled', 'gone', 'refused');

const steps = (mayClose: boolean) => [
  fc.tuple(pick, fc.boolean()).map(([at, wait]) => new Step(`read ${at}`, (world) => world.read(at), wait)),
  fc.tuple(pick, fc.boolean()).map(([at, wait]) => new Step(`get ${at}`, (world) => world.get(at), wait)),
  fc
    .tuple(pick, fc.boolean())
    .map(([at, wait]) => new Step(`refresh ${at}`, (world) => world.refresh(at), wait)),
  pick.map((at) => new Step(`answer ${at}`, (world) => world.answer(at))),
  pick.map((at) => new Step(`answer ${at}`, (world) => world.answer(at))),
  fc
    .tuple(pick, failure)
    .map(([at, kind]) => new Step(`fail ${at} ${kind}`, (world) => world.fail(at, kind))),
  pick.map((at) => new Step(`garble ${at}`, (world) => world.garble(at))),
  seconds.map((time) => new Step(`advance ${time}`, (world) => world.advance(time))),
  seconds.map((time) => new Step(`freeze ${time}`, (world) => world.freeze(time))),
  fc
    .tuple(seconds, fc.constantFrom(1, -1))
    .map(([time, sign]) => new Step(`clock ${time * sign}`, (world) => world.freeze(time * sign))),
  fc.constant(new Step('rotate', (world) => world.rotate())),
  ...(mayClose ? [fc.constant(new Step('close', (world) => world.close()))] : []),
];

const holds = (kind: 'entry' | 'group', mayClose: boolean, options = {}) =>
  fc.assert(
    fc.asyncProperty(fc.commands(steps(mayClose), { maxCommands: 40 }), async (commands) => {
      const world = new EntryWorld(kind, options);
      await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
      await world.recover();
      expect(world.broken).toEqual([]);
    }),
    { numRuns },
  );

describe('Whatever happens, in whatever order', () => {
  it(
    'an entry never goes back, never fetches twice at once, answers in time, fails at once where it is gone, and heals',
    () => expect(holds('entry', false)).resolves.toBeUndefined(),
    120_000,
  );

  it(
    'an entry may be closed at any time',
    () => expect(holds('entry', true)).resolves.toBeUndefined(),
    120_000,
  );

  it(
    'an entry with a short stale time keeps its promises too',
    () => expect(holds('entry', false, { maxStale: 3, minRefreshInterval: 0 })).resolves.toBeUndefined(),
    120_000,
  );

  it(
    'an entry without max age, refreshed only by force, keeps its promises too',
    () => expect(holds('entry', true, { maxAge: Infinity, minRefreshInterval: 7 })).resolves.toBeUndefined(),
    120_000,
  );

  it(
    'a group shows one moment of AWS, never goes back, answers in time, fails at once where it is gone, and heals',
    () => expect(holds('group', false)).resolves.toBeUndefined(),
    120_000,
  );

  it(
    'a group may be closed at any time',
    () => expect(holds('group', true)).resolves.toBeUndefined(),
    120_000,
  );
});

describe('In whatever order AWS answers', () => {
  it(
    'each of many names and secrets gets its own value, and every reader an answer',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(
            fc.record({ name: fc.nat(29), turns: fc.nat(3), how: fc.constantFrom('get', 'refresh') }),
            {
              minLength: 1,
              maxLength: 40,
            },
          ),
          async (scheduler, reads) => {
            const { cache, ssm, vault, parameters, secrets, runtime } = makeCache();
            for (let index = 0; index < 30; index += 1) {
              parameters.put(`/p/${index}`, `parameter ${index}`);
              secrets.put(`s/${index}`, `secret ${index}`);
            }
            ssm.isHolding = true;
            vault.isHolding = true;
            const results: Promise<void>[] = [];
            for (const { name, turns, how } of reads) {
              for (const [handle, expected] of [
                [cache.parameter(`/p/${name}`), `parameter ${name}`],
                [cache.secret(`s/${name}`), `secret ${name}`],
              ] as const) {
                const result = how === 'get' ? handle.get() : handle.refresh().then(() => handle.value);
                results.push(result.then((value) => expect(value).toBe(expected)));
              }
              await settle(turns);
            }
            const answered = new Set<unknown>();
            const all = Promise.all(results);
            const seen = track(all);
            for (let round = 0; round < 500 && seen.state === 'pending'; round += 1) {
              for (const call of [...ssm.waiting, ...vault.waiting]) {
                if (answered.has(call)) continue;
                answered.add(call);
                void scheduler.schedule(Promise.resolve(), call.operation).then(() => call.release());
              }
              if (scheduler.count() > 0) await scheduler.waitOne();
              else await runtime.advance(0.5);
              await settle(2);
            }
            expect(seen.state).toBe('fulfilled');
            await all;
          },
        ),
        { numRuns: Math.ceil(numRuns / 3) },
      ),
    120_000,
  );
});
