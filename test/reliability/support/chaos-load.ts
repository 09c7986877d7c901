import { setTimeout as wait } from 'node:timers/promises';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { CREDENTIAL, type ChaosApplication } from './chaos-application.js';
import { GROUPS, NAMES, SINGLE, TREE, isParameter, type ChaosValues } from './chaos-values.js';
import type { ChaosWitness } from './chaos-witness.js';

const GROUPED = new Set(GROUPS.flatMap(({ names }) => names));
const LEAVES = NAMES.filter((name) => name.startsWith(`${TREE}/`));

export interface ChaosWorld {
  readonly application: ChaosApplication;
  readonly values: ChaosValues;
  readonly witness: ChaosWitness;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Everything that goes on at once: rotations, readers of both kinds, forced refreshes, calls that recover. */
export class ChaosLoad {
  rotations = 0;
  recovered = 0;
  #end = 0;

  constructor(private readonly world: ChaosWorld) {}

  async run(seconds: number): Promise<void> {
    this.#end = performance.now() + seconds * 1_000;
    await Promise.all([
      this.#repeat(10, () => this.#rotateOne()),
      this.#repeat(10, () => this.#rotateGroups()),
      ...[3, 5, 7, 11].map((pause) => this.#repeat(pause, () => this.#readAllSync())),
      ...[13, 17, 19, 23].map((pause) => this.#repeat(pause, () => this.#readAllStrictly())),
      this.#repeat(50, () => this.#refreshOne()),
      ...[29, 31].map((pause) => this.#repeat(pause, () => this.#call())),
    ]);
  }

  /** Reads everything once, in both ways. */
  async readAll(): Promise<void> {
    await this.#readAllStrictly();
    this.#readAllSync();
  }

  /** Gives what changes together new values, when nothing of it is being fetched: else AWS itself would tear it. */
  #rotateGroups(): void {
    for (const { group, names } of GROUPS) {
      if (this.#handle(names[0] as string, group)[INTERNALS].unit.isRefreshing) continue;
      for (const name of names) this.world.values.put(name);
      this.rotations += 1;
    }
  }

  #rotateOne(): void {
    const names = [...SINGLE, ...LEAVES];
    this.world.values.put(this.#oneOf(names));
    this.rotations += 1;
  }

  #readAllSync(): void {
    const { service } = this.world.application;
    for (const name of SINGLE) this.world.witness.sync(name, name, () => service[name]);
    for (const name of LEAVES) this.world.witness.sync(name, name, () => this.#leaf(service[TREE], name));
    for (const { group, names } of GROUPS) {
      const puts = names.map((name) => this.world.witness.sync(name, name, () => service[name]));
      this.world.witness.whole(group, puts);
    }
  }

  async #readAllStrictly(): Promise<void> {
    const { cache } = this.world.application;
    const tree = cache.parameters(TREE, { shape: 'record' });
    await Promise.all([
      ...SINGLE.map((name) => this.#readStrictly(name)),
      ...LEAVES.map((name) =>
        this.world.witness.strict(name, name, async () => this.#leaf(await tree.get(), name)),
      ),
      ...GROUPS.map(async ({ group, names }) => {
        const puts = await Promise.all(names.map((name) => this.#readStrictly(name)));
        this.world.witness.whole(`${group}, strictly`, puts);
      }),
    ]);
  }

  #readStrictly(name: string): Promise<number | undefined> {
    return this.world.witness.strict(name, name, () => this.#handle(name).get());
  }

  /** A refresh may fail while faults are on; what is read afterwards may not. */
  async #refreshOne(): Promise<void> {
    await this.#handle(this.#oneOf([...SINGLE, ...GROUPED]))
      .refresh()
      .catch(() => undefined);
  }

  /** A call that fails as a login does, until it is made with the current secret. */
  async #call(): Promise<void> {
    let tries = 0;
    const isCurrent = (secret: string): boolean => {
      tries += 1;
      return this.world.values.putOf(CREDENTIAL, secret) === this.world.values.puts(CREDENTIAL);
    };
    const outcome = await this.world.application.service.use(isCurrent).then(
      () => true,
      () => false,
    );
    if (outcome && tries > 1) this.recovered += 1;
  }

  #handle(name: string, group = GROUPS.find(({ names }) => names.includes(name))?.group) {
    const { cache } = this.world.application;
    const options = group === undefined ? {} : { group };
    return isParameter(name) ? cache.parameter(name, options) : cache.secret(name, options);
  }

  #leaf(tree: unknown, name: string): unknown {
    return (tree as Record<string, unknown>)[name.slice(TREE.length + 1)];
  }

  #oneOf(names: readonly string[]): string {
    return names[Math.floor(this.world.random() * names.length)] as string;
  }

  async #repeat(pause: number, work: () => unknown): Promise<void> {
    while (performance.now() < this.#end) {
      // oxlint-disable-next-line no-await-in-loop -- a reader reads again when it has read
      await work();
      // oxlint-disable-next-line no-await-in-loop
      await wait(pause);
    }
  }
}
