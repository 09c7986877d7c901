import { describe, expect, it } from '@jest/globals';
import { makeCache, track } from '../support/make-cache.js';

describe('Readers of one name with different refresh time-outs', () => {
  const world = () => {
    const made = makeCache({ refreshTimeout: 0.1, minRefreshInterval: 0 });
    made.parameters.put('/x', 'v');
    const hasty = made.cache.parameter('/x');
    const patient = made.cache.parameter('/x', { refreshTimeout: 2 });
    return { ...made, hasty, patient };
  };

  it.each([
    ['the hasty', (one: string[]) => one],
    ['the patient', (one: string[]) => one.toReversed()],
  ])('wait for the same answer, each for its own time, whoever asks first (%s)', async (_first, order) => {
    const { ssm, runtime, hasty, patient } = world();
    ssm.isHolding = true;
    const handles = { hasty, patient };
    const names = order(['hasty', 'patient']);
    const reads = names.map((name) => track(handles[name as 'hasty'].get()));
    await runtime.advance(1);
    ssm.releaseAll();
    await runtime.drain();

    const states = new Map(names.map((name, index) => [name, reads[index]?.state]));
    expect(states.get('hasty')).toBe('rejected');
    expect(states.get('patient')).toBe('fulfilled');
    expect(hasty.value).toBe('v');
    expect(ssm.count()).toBe(1);
  });

  it('are refreshed together as the patient one would be alone', async () => {
    const { ssm, runtime, cache, hasty, patient } = world();
    await Promise.all([hasty.get(), patient.get()]);
    ssm.isHolding = true;
    const refresh = track(cache.refresh());
    await runtime.advance(1);
    ssm.releaseAll();
    await runtime.drain();

    expect(refresh.state).toBe('fulfilled');
  });

  it('are refreshed no more often than each of them allows', async () => {
    const { ssm, runtime, cache } = world();
    const rare = cache.parameter('/x', { minRefreshInterval: 10 });
    await rare.get();
    await cache.refresh();
    const again = track(cache.refresh());
    await runtime.advance(9);
    expect([again.state, ssm.count()]).toEqual(['pending', 2]);
    await runtime.advance(2);

    expect([again.state, ssm.count()]).toEqual(['fulfilled', 3]);
  });
});

describe('A group with a refresh time-out of its own', () => {
  it('is refreshed with all the others by it', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ refreshTimeout: 0.1 });
    parameters.put('/x', 'v');
    const group = cache.createGroup({ refreshTimeout: 2 });
    await group.parameter('/x').get();
    ssm.isHolding = true;
    const refresh = track(cache.refresh());
    await runtime.advance(1);
    ssm.releaseAll();
    await runtime.drain();

    expect([group.size, refresh.state]).toEqual([1, 'fulfilled']);
  });
});
