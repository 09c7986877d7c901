import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../../support/make-cache.js';

describe('Bytes', () => {
  it('are a copy for each reader: who changes them changes them for nobody else', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/key', Buffer.from([1, 2, 3]).toString('base64'));
    const key = cache.parameter<Uint8Array>('/key', { transform: 'base64' });
    const reads = [() => key.get(), () => key.get(), () => key.value, () => key.value, () => key.get()];
    for (const read of reads) {
      const bytes = await read();
      expect([...bytes]).toEqual([1, 2, 3]);
      bytes.fill(0);
    }
  });
});

describe('A handle that is made while something is known already', () => {
  it('fails at once where it cannot convert it', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();

    expect(thrown(() => cache.parameter('/x', { transform: 'number' }).value).code).toBe(
      'SSM_CACHE_TRANSFORM',
    );
  });

  it('knows that the name does not exist, also when AWS answers no more', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    const withDefault = cache.parameter('/none', { default: 'd' });
    await expect(withDefault.get()).resolves.toBe('d');
    const strict = cache.parameter('/none');
    parameters.failAlways('ServiceUnavailable');
    await withDefault.refresh().catch(() => {});

    expect((await rejection(strict.get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('fails by its time limit where its conversion never ends', async () => {
    const { cache, parameters, runtime } = makeCache({ refreshTimeout: 5 });
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();
    const endless = track(cache.parameter('/x', { transform: () => new Promise<string>(() => {}) }).get());
    await runtime.advance(30);

    expect(endless).toMatchObject({ state: 'rejected', error: { code: 'SSM_CACHE_REFRESH' } });
  });
});

describe('A value that is too old', () => {
  it('is refused with its age in seconds', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60, maxStale: 30, jitter: 0 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.failAlways('ServiceUnavailable');
    await runtime.advance(120);

    expect(thrown(() => handle.value).message).toContain('"/x" is 120 s old');
  });
});

describe('A closed cache', () => {
  it('names what can no longer be read, which is absent, and not on its way', async () => {
    const { cache, ssm } = makeCache();
    ssm.isHolding = true;
    const handle = cache.parameter('/x');
    const read = rejection(handle.get());
    await settle();
    expect(handle[INTERNALS].state).toBe('loading');
    cache.close();

    expect(handle[INTERNALS].state).toBe('absent');
    expect(await read).toMatchObject({ code: 'SSM_CACHE_CLOSED', names: ['/x'] });
  });
});

/** A text that one handle reads as it is, while another takes it for a number. */
const words = async () => {
  const made = makeCache({ maxAge: 0.5, jitter: 0, minRefreshInterval: 0 });
  made.parameters.put('/x', 'words');
  const failing = made.cache.parameter('/x', { transform: 'number' });
  const plain = made.cache.parameter('/x');
  await rejection(failing.get());
  await plain.get();
  return { ...made, failing, plain };
};

describe('Of two handles of one name', () => {
  it('inspect() shows the one in trouble, although the other was made later', async () => {
    const { cache } = await words();

    expect(cache.inspect()).toMatchObject([{ name: '/x', lastError: { code: 'SSM_CACHE_TRANSFORM' } }]);
  });

  it('the one without trouble is stale, and refreshed when it is due, whatever the other waits for', async () => {
    const { plain, runtime, parameters } = await words();
    await runtime.advance(0.6);
    expect(inspect(plain)).toBe('SsmParameter { /x, version 1, stale }');
    parameters.put('/x', 'other words');

    await expect(plain.get()).resolves.toBe('other words');
  });

  it('one that comes during a back-off respects it, also if it takes its time to convert', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 0.5, jitter: 0, minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await rejection(handle.refresh());
    const late = cache.parameter('/x', { transform: async (value) => Promise.resolve(Number(value)) });
    await expect(late.get()).resolves.toBe(1);
    await runtime.advance(0.6);
    ssm.calls.length = 0;

    await expect(late.get()).resolves.toBe(1);
    expect(inspect(late)).toContain('backing off');
    expect(ssm.count()).toBe(0);
  });
});

describe('inspect()', () => {
  it('shows how fresh a value is by its own options', async () => {
    const { cache, runtime, parameters } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x', { maxAge: 60 });
    await handle.get();
    await runtime.advance(61);

    expect(cache.inspect()).toMatchObject([{ name: '/x', state: 'stale' }]);
    expect(inspect(handle)).toContain('stale');
  });

  it('of Node.js shows that the version of a value is unknown until it is loaded', () => {
    const { cache } = makeCache();

    expect(inspect(cache.parameter('/x'))).toBe('SsmParameter { /x, version unknown, absent }');
  });
});

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
