import type { Column } from './column.js';

/** The 99th percentile with `pending` is at most this share of the one without. */
const MAX_SHARE = 0.1;
/** Milliseconds. */
const MAX_LATENCY = 150;
const MAX_READS = 3;

/** What went wrong, in sentences; nothing, if all is well. */
export function findProblems(columns: readonly Column[]): string[] {
  return columns.flatMap((column) => {
    const without = columns.find((other) => other.window === column.window && !other.pending);
    return [...failuresOf(column), ...(column.pending && without ? delaysOf(column, without) : [])];
  });
}

function failuresOf({ title, failures }: Column): string[] {
  if (failures.length === 0) return [];
  return [`${title}: ${failures.length} requests failed, the first one: ${failures[0]}`];
}

function delaysOf({ title, latencies, mostReads }: Column, without: Column): string[] {
  const problems: string[] = [];
  const share = latencies.percentile(0.99) / without.latencies.percentile(0.99);
  const longest = latencies.percentile(1);
  if (share > MAX_SHARE)
    problems.push(`${title}: 99 % took up to ${share.toFixed(2)} × of that without, not ${MAX_SHARE} ×.`);
  if (longest > MAX_LATENCY)
    problems.push(`${title}: the longest request took ${longest.toFixed(0)} ms, not ${MAX_LATENCY} ms.`);
  if (mostReads > MAX_READS)
    problems.push(`${title}: a rotation took ${mostReads} reads of the secret, not at most ${MAX_READS}.`);
  return problems;
}
