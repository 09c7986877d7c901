import * as fc from 'fast-check';
import { FAILURES } from './held-aws.js';
import type { ScheduleWorld } from './schedule-world.js';

type Model = Record<string, never>;

/** How far the event loop gets before the next step: some microtasks, or to the end of all that is ready. */
type Pause = number | 'drain';

class Step implements fc.AsyncCommand<Model, ScheduleWorld> {
  constructor(
    private readonly name: string,
    private readonly act: (world: ScheduleWorld) => void | Promise<void>,
    private readonly pause: Pause = 0,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: ScheduleWorld): Promise<void> {
    await this.act(world);
    if (this.pause === 'drain') await world.drain();
    else for (let tick = 0; tick < this.pause; tick += 1) await Promise.resolve();
    if (world.promises.broken.length > 0) throw new Error(world.promises.broken.join('\n'));
  }

  toString(): string {
    return `${this.name}${this.pause === 0 ? '' : ` [${this.pause}]`}`;
  }
}

const pick = fc.nat(5);
const pause = fc.constantFrom<Pause>('drain', 'drain', 'drain', 0, 1, 2, 3, 5, 8, 13);
const seconds = fc.constantFrom(0.1, 0.5, 1, 2, 4.9, 5.1, 9.9, 10.1, 30, 61);
const HOUR = 3_600;

const step = (name: string, act: (world: ScheduleWorld, at: number) => void): fc.Arbitrary<Step> =>
  fc.tuple(pick, pause).map(([at, until]) => new Step(`${name} ${at}`, (world) => act(world, at), until));

const policy = fc.record(
  {
    maxAge: fc.constantFrom(0, 0.5, 5, 20, Infinity),
    maxStale: fc.constantFrom(0, 2, Infinity),
    minRefreshInterval: fc.constantFrom(0, 1, 5),
    refreshTimeout: fc.constantFrom(2, 5),
  },
  { requiredKeys: [] },
);

/** Everything that can happen, by what it is. */
export const STEPS = {
  read: step('read', (world, at) => world.read(at)),
  get: step('get', (world, at) => world.get(at)),
  refresh: step('refresh', (world, at) => world.refresh(at)),
  refreshAll: step('refresh all', (world) => world.refreshAll()),
  refreshExpired: step('refresh expired', (world) => world.refreshExpired()),
  answer: step('answer', (world, at) => world.aws.answer(at)),
  fail: fc
    .tuple(pick, fc.constantFrom(...FAILURES), pause)
    .map(
      ([at, failure, until]) => new Step(`fail ${at} ${failure}`, (world) => world.fail(at, failure), until),
    ),
  refuse: step('refuse', (world, at) => world.fail(at, 'refused')),
  vanish: step('vanish', (world, at) => world.fail(at, 'gone')),
  garble: fc
    .tuple(pick, pick, pause)
    .map(([at, how, until]) => new Step(`garble ${at} ${how}`, (world) => world.garble(at, how), until)),
  convert: step('convert', (world, at) => world.conversions.end(at)),
  rotate: step('rotate', (world) => world.aws.rotate()),
  toggle: fc
    .constantFrom('b', 'c')
    .map((name) => new Step(`toggle ${name}`, (world) => world.aws.toggleMember(name))),
  join: fc
    .tuple(fc.nat(17), policy, pause)
    .map(
      ([at, own, until]) =>
        new Step(`join ${at} ${JSON.stringify(own)}`, (world) => world.join(at, own), until),
    ),
  list: step('list', (world) => world.list()),
  listen: fc
    .tuple(pick, fc.constantFrom('look', 'read', 'refresh', 'throw'))
    .map(([at, does]) => new Step(`listen ${at} ${does}`, (world) => world.listen(at, does))),
  stopListening: fc.constant(new Step('stop listening', (world) => world.stopListening())),
  advance: seconds.map((time) => new Step(`advance ${time}`, (world) => world.advance(time))),
  freeze: seconds.map((time) => new Step(`freeze ${time}`, (world) => world.freeze(time))),
  block: seconds.map((time) => new Step(`block ${time}`, (world) => world.block(time))),
  setClock: fc
    .constantFrom(1, -1, 10, -10, HOUR, -HOUR)
    .map((time) => new Step(`set clock ${time}`, (world) => world.freeze(time))),
  close: fc.constant(new Step('close', (world) => world.close())),
} as const;

export type StepName = keyof typeof STEPS;

/** Schedules of these steps, each as often as it is weighted. */
export const schedules = (weights: Partial<Record<StepName, number>>, length: number) => {
  const steps = Object.entries(weights).flatMap(([name, weight]) =>
    Array.from({ length: weight }, () => STEPS[name as StepName]),
  );
  return fc.commands(steps, { maxCommands: length, size: 'max' });
};
