import { bytesPerRead } from './allocation.js';
import { number, spread } from './format.js';
import type { Table } from './report.js';
import { medianTime, ratios, timeInRounds, type RoundOptions, type Subject } from './rounds.js';
import { medianOf } from './statistics.js';

export interface Contest extends RoundOptions {
  readonly title: string;
  readonly note: string;
  /** The heading of the column of names. */
  readonly what: string;
  /** What all are a multiple of. */
  readonly base: Subject;
  readonly others: readonly Subject[];
}

export interface Comparison {
  readonly table: Table;
  /** The median of how many times as long it took as the base. */
  multipleOf(name: string): number;
  readonly bytes: ReadonlyMap<string, number>;
}

/** Times all in the same rounds, and counts what they allocate. Needs `ALLOCATION_FLAGS`. */
export const compare = async ({
  title,
  note,
  what,
  base,
  others,
  ...options
}: Contest): Promise<Comparison> => {
  const tested = [base, ...others];
  const timings = await timeInRounds(tested, options);
  const bytes = new Map<string, number>();
  for (const { name, run } of tested) bytes.set(name, await bytesPerRead(run, options.reads));
  const rows = tested.map(({ name }) => [
    name,
    spread(ratios(timings, name, base.name)),
    `${number(medianTime(timings, name))} ns`,
    number(bytes.get(name) ?? Number.NaN),
  ]);
  return {
    table: { title, note, columns: [what, `× ${base.name}`, 'time', 'bytes'], rows },
    multipleOf: (name) => medianOf(ratios(timings, name, base.name)),
    bytes,
  };
};
