import * as fc from 'fast-check';

/** What came of exploring. */
export interface Explored {
  readonly schedules: number;
  /** The shortest schedule that breaks a promise, and the seed to find it again; `undefined` if there is none. */
  readonly failure: string | undefined;
}

/** Tries random schedules until one breaks the promise, and looks for the shortest such schedule. */
export const exploreSchedules = async <T>(
  promise: fc.IAsyncProperty<T>,
  numRuns: number,
): Promise<Explored> => {
  const details = await fc.check(promise, { numRuns });
  const failure = details.failed
    ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details)}`
    : undefined;
  return { schedules: details.numRuns, failure };
};
