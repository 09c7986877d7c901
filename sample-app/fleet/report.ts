import { formatTable } from '../demo/table.js';
import type { PhaseResult } from './phase.js';

/** A line for each phase. */
export function report(results: readonly PhaseResult[]): string {
  return formatTable(
    'Phase',
    ['Requests', 'Failed', 'Repeated', 'p50', 'p99', 'Longest', 'AWS calls', 'All have the new value'],
    results.map(({ title, latencies, failures, repeated, calls, spreads }) => [
      title,
      latencies.values.length.toLocaleString('en'),
      String(failures.length),
      String(repeated),
      milliseconds(latencies.percentile(0.5)),
      milliseconds(latencies.percentile(0.99)),
      milliseconds(latencies.percentile(1)),
      String(calls),
      spreads.length === 0 ? '' : spreads.map(seconds).join(', ') + ' s',
    ]),
  );
}

/** What went wrong, in sentences; nothing, if all is well. */
export function findProblems(results: readonly PhaseResult[]): string[] {
  return results.flatMap(({ title, failures, lost, spreads }) => {
    const problems: string[] = [];
    const failed = failures.length - lost;
    if (failed > 0) problems.push(`${title}: ${failed} requests failed, the first one: ${failures[0]}`);
    if (spreads.some((one) => !Number.isFinite(one)))
      problems.push(`${title}: a process never had a new value.`);
    return problems;
  });
}

const seconds = (value: number): string => (Number.isFinite(value) ? (value / 1_000).toFixed(1) : 'never');
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
