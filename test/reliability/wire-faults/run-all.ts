import type { FaultCase } from './faults.js';

/** Runs one case and says what was wrong, if anything was. */
export type Attempt = (faultCase: FaultCase) => Promise<string | undefined>;

export interface Results {
  /** What was wrong every time. */
  readonly complaints: readonly string[];
  /** How many cases ran more than once. */
  readonly repeated: number;
}

/** How many cases run side by side at the first try, and at those that follow. */
const AT_ONCE = 30;
const AT_ONCE_AGAIN = [4, 1];

/** Runs cases side by side. One that falls short runs again with fewer neighbours, since those may have held it up. */
export const runAll = async (cases: readonly FaultCase[], attempt: Attempt): Promise<Results> => {
  const doubtful = await failing(cases, attempt, AT_ONCE);
  let failed = doubtful;
  for (const atOnce of AT_ONCE_AGAIN) failed = await failing([...failed.keys()], attempt, atOnce);
  return { complaints: [...failed.values()], repeated: doubtful.size };
};

const failing = async (
  cases: readonly FaultCase[],
  attempt: Attempt,
  atOnce: number,
): Promise<ReadonlyMap<FaultCase, string>> => {
  const complaints = new Map<FaultCase, string>();
  const waiting = cases.values();
  const work = async (): Promise<void> => {
    for (const faultCase of waiting) {
      const complaint = await attempt(faultCase).catch(String);
      const { kind, fault } = faultCase;
      if (complaint !== undefined) complaints.set(faultCase, `${kind}, ${fault.name}: ${complaint}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return complaints;
};
