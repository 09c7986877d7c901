import { describe, expect, it, jest } from '@jest/globals';
import { awsError, makeCache, rejection, track } from '../../support/make-cache.js';

/** An object that can be handed out, but not compared with another. */
const incomparable = () =>
  Object.defineProperty({}, 'at', {
    enumerable: true,
    get: () => {
      throw new Error('secret');
    },
  });

describe('A value', () => {
  it('is not converted again as long as AWS has the same', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const transform = jest.fn((value: unknown) => Number(value));
    const handle = cache.parameter('/x', { transform });
    await handle.get();
    await handle.refresh();

    expect(transform).toHaveBeenCalledTimes(1);
  });

  it('that was refused and no longer exists has changed', async () => {
    const { cache, ssm, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x', { optional: true });
    await handle.get();
    const listener = jest.fn();
    handle.onChange(listener);
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    await rejection(handle.refresh());
    ssm.instead = undefined;
    parameters.delete('/x');
    await handle.refresh();

    expect(handle.value).toBeUndefined();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('that cannot be compared with the one before it stays as it was, and the error names it', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x', { transform: () => incomparable() });
    await handle.get();
    const { value } = handle;
    parameters.put('/x', '2');
    const error = await rejection(handle.refresh());

    expect(error).toMatchObject({ code: 'SSM_CACHE_TRANSFORM', names: ['/x'] });
    expect(error.message).toBe(
      '"/x" cannot be used: what was made of it cannot be read. Store a value that fits, or change the declaration.',
    );
    expect(handle.value).toBe(value);
  });
});

describe('A member', () => {
  it('that is gone stays gone while another keeps the group from being replaced', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60, minRefreshInterval: 0 });
    parameters.put('/a', '1');
    parameters.put('/b', '2');
    const group = cache.createGroup();
    group.parameter('/a');
    const gone = group.parameter('/b');
    await group.refresh();
    await runtime.advance(61);
    parameters.delete('/b');
    await rejection(group.refresh());
    parameters.put('/b', '3');
    parameters.delete('/a');
    await rejection(group.refresh());

    expect(await rejection(gone.get())).toMatchObject({ names: ['/b'] });
  });

  it('that was refused before its path no longer had it does not exist', async () => {
    const { cache, ssm, parameters } = makeCache({ maxAge: 60, minRefreshInterval: 0 });
    parameters.put('/shop/host', 'h');
    parameters.put('/shop/port', '1');
    const group = cache.createGroup();
    const [, port] = await group.parameters('/shop');
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    await rejection(group.refresh());
    ssm.instead = undefined;
    parameters.delete('/shop/port');
    await group.refresh();

    expect(() => port?.value).toThrow('"/shop/port" does not exist');
    expect(port?.version).toBeUndefined();
  });
});

describe('A refresh', () => {
  it('ends although what a transform made cannot be read', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 10 });
    parameters.put('/x', '1');
    const handle = cache.parameter<object>('/x', {
      transform: (text) => ({
        text,
        get url(): string {
          throw new Error('It is not configured.');
        },
      }),
    });
    await handle.get().catch(() => undefined);
    parameters.put('/x', '2');
    await runtime.advance(11);
    const read = track(handle.get());
    await runtime.advance(60);
    expect(read.state).not.toBe('pending');
  });
});
