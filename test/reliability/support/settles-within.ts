import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/**
 * Whether a promise settles before a timer of this many milliseconds that was set at the same time. Where the process was
 * held up, all that fell due meanwhile runs first.
 */
export const settlesWithin = async (milliseconds: number, promise: Promise<unknown>): Promise<boolean> => {
  const late = sleep(milliseconds).then(async () => {
    for (let turns = 0; turns < 3; turns += 1) await turn();
    return 'late';
  });
  return (await Promise.race([promise.catch(() => undefined), late])) !== 'late';
};
