import { describe, expect, it, jest } from '@jest/globals';
import type { TransformContext } from 'nestjs-ssm-cache';
import { makeCache } from '../../support/make-cache.js';

describe('The version that a transform is told', () => {
  const versioned = (text: unknown, { version }: TransformContext) => ({ text, version });

  it.each<
    [string, (world: ReturnType<typeof makeCache>) => any, (world: ReturnType<typeof makeCache>) => unknown]
  >([
    [
      'a parameter',
      ({ cache }) => cache.parameter('/x', { transform: versioned }),
      ({ parameters }) => parameters.put('/x', 'v'),
    ],
    [
      'a secret',
      ({ cache }) => cache.secret('s', { transform: versioned }),
      ({ secrets }) => secrets.put('s', 'v'),
    ],
    [
      'a member of a group',
      ({ cache }) => cache.createGroup().parameter('/x', { transform: versioned }),
      ({ parameters }) => parameters.put('/x', 'v'),
    ],
    [
      'a parameter, told later and to all arguments',
      ({ cache }) =>
        cache.parameter('/x', {
          transform: async (...args: Parameters<typeof versioned>) => versioned(...args),
        }),
      ({ parameters }) => parameters.put('/x', 'v'),
    ],
  ])('is that of the value, also where the text stays the same: %s', async (_title, declare, put) => {
    const world = makeCache({ minRefreshInterval: 0 });
    put(world);
    const handle = declare(world);
    await handle.get();
    put(world);
    await handle.refresh();

    expect(handle.value).toEqual({ text: 'v', version: handle.version });
  });

  it('makes no change of what does not depend on it', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    const transform = jest.fn((text: unknown) => ({ text }));
    const listener = jest.fn();
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x', { transform });
    const first = await handle.get();
    handle.onChange(listener);
    parameters.put('/x', 'v');
    await handle.refresh();

    expect(transform).toHaveBeenCalledTimes(2);
    expect(handle.value).toBe(first);
    expect(listener).not.toHaveBeenCalled();
  });
});
