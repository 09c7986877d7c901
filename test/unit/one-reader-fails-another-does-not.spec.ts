import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { awsError, makeCache, rejection } from '../support/make-cache.js';

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
