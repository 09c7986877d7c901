import * as fc from 'fast-check';
import { FAILURES } from './rotating-vault.js';
import { CALLERS, type RotationWorld, type WorldOptions } from './rotation-world.js';

type Model = Record<string, never>;

/** How far the event loop gets before the next step: some microtasks, or to the end of all that is ready. */
type Pause = number | 'drain';

class Step implements fc.AsyncCommand<Model, RotationWorld> {
  constructor(
    private readonly name: string,
    private readonly act: (world: RotationWorld) => void | Promise<void>,
    private readonly pause: Pause,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: RotationWorld): Promise<void> {
    await this.act(world);
    if (this.pause === 'drain') await world.drain();
    else for (let tick = 0; tick < this.pause; tick += 1) await Promise.resolve();
    if (world.broken.length > 0) throw new Error(world.broken.join('\n'));
  }

  toString(): string {
    return `${this.name}${this.pause === 'drain' ? '' : ` [${this.pause}]`}`;
  }
}

const pick = fc.nat(5);
const pause = fc.constantFrom<Pause>('drain', 'drain', 'drain', 0, 1, 2, 5);

const step = (name: string, act: (world: RotationWorld, at: number) => void | Promise<void>) =>
  fc.tuple(pick, pause).map(([at, until]) => new Step(`${name} ${at}`, (world) => act(world, at), until));

const setNow = (world: RotationWorld): void => world.set(world.vault.pending ?? world.vault.current);

const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) =>
  Array.from({ length: weight }, () => arbitrary);

/** The steps of rotations, calls and failures, in any order. */
export const schedules = (length: number) =>
  fc.commands(
    [
      ...weighted(
        3,
        step('create', ({ vault }) => vault.create()),
      ),
      ...weighted(4, step('set', setNow)),
      ...weighted(
        2,
        step('finish', ({ vault }) => vault.finish()),
      ),
      step('abandon', ({ vault }) => {
        vault.pending = undefined;
      }),
      step('roll back', (world) => world.set(world.vault.current)),
      step('put', ({ vault }) => vault.put()),
      ...CALLERS.flatMap((caller) =>
        weighted(
          2,
          step(caller, (world) => world.call(caller)),
        ),
      ),
      ...weighted(
        9,
        step('serve', (world, at) => world.serve(at)),
      ),
      step('drop', (world, at) => world.drop(at)),
      ...weighted(
        7,
        step('answer', ({ vault }, at) => vault.answer(at)),
      ),
      fc
        .tuple(pick, fc.constantFrom(...FAILURES), pause)
        .map(([at, name, until]) => new Step(`fail ${at} ${name}`, (world) => world.fail(at, name), until)),
      step('refresh', (world) => world.refresh()),
      step('join', (world) => world.join()),
      ...weighted(
        3,
        step('end callback', (world) => world.endCallback()),
      ),
      ...weighted(
        2,
        step('end conversion', (world) => world.endConversion()),
      ),
      ...weighted(
        3,
        fc
          .constantFrom(0.4, 1, 3, 6)
          .map((seconds) => new Step(`advance ${seconds}`, (world) => world.advance(seconds), 0)),
      ),
      fc.constant(new Step('close', (world) => world.close(), 'drain')),
    ],
    { maxCommands: length, size: 'max' },
  );

export const worlds: fc.Arbitrary<WorldOptions> = fc.record({
  kind: fc.constantFrom('secret', 'group'),
  strategy: fc.constantFrom('single', 'alternating'),
  minRefreshInterval: fc.constantFrom(0, 1, 5),
  isHolding: fc.boolean(),
  mayFail: fc.boolean(),
});
