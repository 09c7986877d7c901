import type { Evidence } from './evidence.js';
import { SINKS } from './sinks.js';

type Find = (text: string) => string | undefined;

export interface Search {
  /** The sinks that were looked into. */
  readonly tried: number;
  /** What was found, and where. */
  readonly found: readonly string[];
}

/** One error of each kind: the same one is thrown by many reads. */
const distinct = (errors: readonly unknown[]): readonly unknown[] => [
  ...new Map(errors.map((error) => [`${String(error)} ${String((error as Error).cause)}`, error])).values(),
];

/** Looks for a canary in all that was to be seen, shown in every way. */
export const search = ({ errors, things, log }: Evidence, find: Find): Search => {
  const shown = [...distinct(errors), ...things];
  const found = Object.entries(SINKS).flatMap(([name, sink]) => {
    const traces = shown.map((thing) => find(sink(thing))).filter((trace) => trace !== undefined);
    return traces.length === 0 ? [] : [`${name}: ${JSON.stringify(traces[0])}`];
  });
  const inLog = find(log.text);
  return {
    tried: Object.keys(SINKS).length + 1,
    found: inLog === undefined ? found : [...found, `the log: ${JSON.stringify(inLog)}`],
  };
};
