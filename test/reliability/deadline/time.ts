import { setTimeout as sleep } from 'node:timers/promises';
import type { SsmHandle } from 'nestjs-ssm-cache';

const PATIENCE = 5_000;
const STEP = 20;

/** Whether something becomes true while anybody would wait for it. */
export const becomesTrue = async (isTrue: () => boolean): Promise<boolean> => {
  for (const end = performance.now() + PATIENCE; !isTrue() && performance.now() < end;) await sleep(STEP);
  return isTrue();
};

/** What a handle gives once it gives anything, to an application that goes on reading. */
export const eventually = async (handle: SsmHandle<unknown, any>): Promise<unknown> => {
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(STEP)) {
    const [outcome] = await Promise.allSettled([handle.get()]);
    if (outcome.status === 'fulfilled') return outcome.value;
  }
  return 'nothing';
};
