import type { Loop } from './loop.js';
import { medianOf } from './statistics.js';

export interface Subject {
  readonly name: string;
  readonly run: Loop;
}

export interface RoundOptions {
  readonly rounds: number;
  /** How often each subject is read in each round. */
  readonly reads: number;
}

/** What each subject took in each round, in nanoseconds a read. */
export type Timings = ReadonlyMap<string, readonly number[]>;

const WARM_UP_ROUNDS = 12;

/**
 * Times the subjects in turns, in many short rounds, each in an order of its own: what disturbs the machine for a while,
 * disturbs them all.
 */
export const timeInRounds = async (
  subjects: readonly Subject[],
  { rounds, reads }: RoundOptions,
): Promise<Timings> => {
  const timings = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const { name, run } of shuffled(subjects)) {
      const nanoseconds = await timeOf(run, reads);
      if (round >= 0) timings.get(name)?.push(nanoseconds);
    }
  }
  return timings;
};

/** How many times as long `name` took as `base` did in the same round. */
export const ratios = (timings: Timings, name: string, base: string): readonly number[] => {
  const bases = timings.get(base) ?? [];
  return (timings.get(name) ?? []).map((time, round) => time / (bases[round] ?? Number.NaN));
};

export const medianTime = (timings: Timings, name: string): number => medianOf(timings.get(name) ?? []);

let consumed = 0;

const timeOf = async (run: Loop, reads: number): Promise<number> => {
  const startedAt = process.hrtime.bigint();
  const result = run(reads);
  consumed += typeof result === 'number' ? result : await result;
  const nanoseconds = Number(process.hrtime.bigint() - startedAt);
  if (Number.isNaN(consumed)) throw new Error('A read gave something that is not a number.');
  return nanoseconds / reads;
};

const shuffled = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
