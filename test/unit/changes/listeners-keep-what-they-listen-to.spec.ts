import { describe, expect, it } from '@jest/globals';
import { collectGarbage } from '../../support/collect-garbage.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { makeCache } from '../../support/make-cache.js';

describe('What nobody holds but a listener', () => {
  const makeWorld = async () => {
    const made = makeCache({ minRefreshInterval: 0 });
    made.parameters.put('/x', 'one');
    const other = made.cache.parameter('/x');
    await other.get();
    let told = 0;
    /** Listens `listeners` times, and no more with the first `stopped` of them. */
    const listen = async (listeners: number, stopped: number) => {
      const handle = made.cache.parameter('/x', { transform: (text) => `${String(text)}!` });
      await handle.get();
      const stops = Array.from({ length: listeners }, () => handle.onChange(() => (told += 1)));
      for (const stop of stops.slice(0, stopped)) stop();
      return new WeakRef(handle[INTERNALS]);
    };
    return { ...made, other, listen, told: () => told };
  };

  it.each([
    [1, 0],
    [2, 1],
  ])('is kept, and told of a change (%p, less %p)', async (listeners, stopped) => {
    const { parameters, other, listen, told } = await makeWorld();
    await listen(listeners, stopped);
    await collectGarbage();
    parameters.put('/x', 'two');
    await other.refresh();

    expect(told()).toBe(1);
  });

  it('is let go with the last of them', async () => {
    const { listen } = await makeWorld();
    const dropped = await listen(2, 2);
    await collectGarbage();

    expect(dropped.deref()).toBeUndefined();
  });
});
