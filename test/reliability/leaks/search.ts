import type { Evidence } from './evidence.js';
import { LOG_SINKS, SINKS, type Sink } from './sinks.js';

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
  const failures = distinct(errors);
  const found = [
    ...tracesIn(SINKS, [...failures, ...things], find),
    ...tracesIn(LOG_SINKS, failures, find),
    ...tracesIn({ 'the log': () => log.text }, [log], find),
  ];
  return { tried: Object.keys(SINKS).length + Object.keys(LOG_SINKS).length + 1, found };
};

const tracesIn = (
  sinks: Readonly<Record<string, Sink>>,
  shown: readonly unknown[],
  find: Find,
): readonly string[] =>
  Object.entries(sinks).flatMap(([name, sink]) => {
    const trace = shown.map((thing) => find(sink(thing))).find((found) => found !== undefined);
    return trace === undefined ? [] : [`${name}: ${JSON.stringify(trace)}`];
  });
