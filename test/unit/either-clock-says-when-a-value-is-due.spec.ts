import { describe, expect, it } from '@jest/globals';
import { makeCache } from '../support/make-cache.js';

const loaded = async () => {
  const made = makeCache({ maxAge: 60, jitter: 0 });
  made.parameters.put('/x', '1');
  const handle = made.cache.parameter('/x');
  await handle.get();
  made.parameters.put('/x', '2');
  return { ...made, handle };
};

describe('A value that is exactly as old as it may be', () => {
  it('by the wall clock is due, although the process stood still meanwhile', async () => {
    const { handle, runtime } = await loaded();
    runtime.freeze(59.999);
    await expect(handle.get()).resolves.toBe('1');
    runtime.freeze(0.001);

    await expect(handle.get()).resolves.toBe('2');
  });

  it('by the monotonic clock is due, although the wall clock was set back', async () => {
    const { handle, runtime } = await loaded();
    runtime.setWallClock(-3_600);
    await runtime.advance(59.999);
    await expect(handle.get()).resolves.toBe('1');
    await runtime.advance(0.001);

    await expect(handle.get()).resolves.toBe('2');
  });
});
