/** What the demo measured. */
export interface DemoResult {
  readonly requests: number;
  readonly failures: readonly string[];
  readonly rotations: number;
  readonly refreshes: readonly number[];
}

const MIN_REQUESTS = 5_000;
const MIN_ROTATIONS = 20;
const MAX_REFRESHES = 3;

/** What went wrong, in sentences; nothing, if all is well. */
export function findProblems({ requests, failures, rotations, refreshes }: DemoResult): string[] {
  const problems: string[] = [];
  if (failures.length > 0) problems.push(`${failures.length} requests failed, the first one: ${failures[0]}`);
  if (requests < MIN_REQUESTS) problems.push(`Only ${requests} requests were sent, not ${MIN_REQUESTS}.`);
  if (rotations < MIN_ROTATIONS)
    problems.push(`Only ${rotations} rotations were done, not ${MIN_ROTATIONS}.`);
  const most = Math.max(0, ...refreshes);
  if (most > MAX_REFRESHES)
    problems.push(`A rotation took ${most} forced refreshes, not at most ${MAX_REFRESHES}.`);
  return problems;
}
