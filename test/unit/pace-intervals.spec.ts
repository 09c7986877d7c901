import { describe, expect, it } from '@jest/globals';
import { CallPacer } from '../../lib/sources/calls/call-pacer.js';
import { awsError, rejection } from '../support/make-cache.js';

/** A pace on a clock that waiting moves on at once; each call goes at the very beginning of its interval. */
const paced = () => {
  const time = { now: 0 };
  const pace = new CallPacer({
    monotonic: () => time.now,
    random: () => 0,
    wait: (milliseconds) => {
      time.now += milliseconds;
      return Promise.resolve();
    },
  });
  const refusal = awsError('ThrottlingException');
  /** When a call was sent that is refused so many times, and then answered. */
  const sentAt = async (refusals: number): Promise<number[]> => {
    const times: number[] = [];
    await pace.run(Infinity, () => {
      times.push(time.now);
      return times.length > refusals ? Promise.resolve() : Promise.reject(refusal);
    });
    return times;
  };
  const start = <T>(calls: () => Promise<T>, timeout = 1e9): Promise<T> => pace.during(timeout, calls);
  return { pace, refusal, sentAt, start, time };
};

const between = (times: readonly number[]): number[] =>
  times.slice(1).map((at, index) => at - (times[index] as number));

describe('The calls of a start that AWS throttles', () => {
  it('come a step sooner when one is refused again, and then ever later, up to four seconds apart', async () => {
    const { sentAt, start } = paced();
    const times = await start(() => sentAt(14));

    expect(between(times).map(Math.round)).toEqual([
      0, 800, 640, 800, 1_000, 1_250, 1_563, 1_953, 2_441, 3_052, 3_815, 4_000, 4_000, 4_000,
    ]);
  });

  it.each([
    ['come no further apart than at first once one is answered', 5, 800],
    ['stay as close as they had come when one is answered', 2, 640],
  ])('%s', async (_what, refused, interval) => {
    const { sentAt, start } = paced();
    const times = await start(async () => {
      await sentAt(refused);
      const answered = [await sentAt(0), await sentAt(0), await sentAt(0)];
      return answered.flat();
    });

    expect(between(times)).toEqual([interval, interval]);
  });

  it('come a step sooner again when one is refused after an answer', async () => {
    const { sentAt, start } = paced();
    const times = await start(async () => {
      await sentAt(5);
      return sentAt(3);
    });

    expect(between(times)).toEqual([800, 640, 800]);
  });

  it('are not closer for the answer to a call that was sent before any was refused', async () => {
    const { pace, refusal, start, time } = paced();
    let answer = (): void => undefined;
    const times: number[] = [];
    await start(async () => {
      const early = pace.run(Infinity, () => new Promise<void>((resolve) => (answer = resolve)));
      await pace.run(Infinity, async () => {
        times.push(time.now);
        if (times.length === 5) answer();
        await (times.length === 5 && early);
        if (times.length < 7) throw refusal;
      });
    });

    expect(between(times)).toEqual([0, 800, 640, 800, 1_000, 1_250]);
  });

  it('are not sent at the very moment from which on nobody waits', async () => {
    const { pace, refusal, start, time } = paced();
    const sent: number[] = [];
    const call = (): Promise<never> => {
      sent.push(time.now);
      return Promise.reject(refusal);
    };

    expect(await rejection(start(() => pace.run(800, call)))).toBe(refusal);
    expect(sent).toEqual([0, 0]);
  });

  it('are not sent at the very moment at which the time to start is up', async () => {
    const { sentAt, refusal, start, time } = paced();

    expect(await rejection(start(() => sentAt(9), 1_440))).toBe(refusal);
    expect(time.now).toBe(800);
  });
});
