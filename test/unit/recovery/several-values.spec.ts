import { describe, expect, it } from '@jest/globals';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { Recovery } from '../../../lib/recovery/recovery.js';
import { RetryingCalls } from '../../../lib/recovery/retrying-calls.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';
import { lastTick } from '../../../lib/runtime/clock.js';

const withTwo = async () => {
  const made = makeCache({ minRefreshInterval: 0 });
  made.parameters.put('/limits', '1');
  made.parameters.put('/password', 'old');
  const limits = made.cache.parameter('/limits');
  const password = made.cache.parameter('/password');
  await Promise.all([limits.get(), password.get()]);
  const seen: string[] = [];
  const recoveryWith = (callback?: () => unknown) =>
    new Recovery([limits[INTERNALS], password[INTERNALS]], callback);
  const note = (): void => void seen.push(`${limits.value} ${password.value}`);
  return { ...made, limits, password, seen, note, recoveryWith };
};

describe('A call that failed with several values, one of which was replaced meanwhile', () => {
  const replaceOne = async (callback: boolean) => {
    const made = await withTwo();
    const recovery = made.recoveryWith(callback ? made.note : undefined);
    const mark = lastTick();
    made.parameters.put('/limits', '2');
    await made.limits.refresh();
    return { ...made, recovery, mark };
  };

  it.each([true, false])(
    'has the others refreshed, and only those (with a callback: %p)',
    async (callback) => {
      const { recovery, mark, parameters, password, ssm, seen } = await replaceOne(callback);
      parameters.put('/password', 'new');
      await recovery.recover(mark);

      expect(password.value).toBe('new');
      expect(ssm.asked.slice(2)).toEqual([['/password']]);
      expect(seen).toEqual(callback ? ['2 new'] : []);
    },
  );

  it('is repeated with what there is although the others cannot be refreshed', async () => {
    const { recovery, mark, ssm, seen } = await replaceOne(true);
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await recovery.recover(mark);

    expect(seen).toEqual(['2 old']);
  });

  it('has those refreshed whose refresh failed meanwhile', async () => {
    const { recovery, mark, parameters, password, ssm } = await replaceOne(false);
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await rejection(password.refresh());
    ssm.instead = undefined;
    parameters.put('/password', 'new');
    await recovery.recover(mark);

    expect(password.value).toBe('new');
  });

  it('needs no more where the others were asked for since it began', async () => {
    const { recovery, mark, password, ssm } = await replaceOne(false);
    await password.refresh();
    const calls = ssm.count();
    await recovery.recover(mark);

    expect(ssm.count()).toBe(calls);
  });
});

describe('A call that failed with several values, none of which was replaced', () => {
  it('has all of them refreshed in one call, for all that fail together', async () => {
    const { recoveryWith, password, parameters, ssm } = await withTwo();
    const recovery = recoveryWith();
    await password.refresh();
    const marks = Array.from({ length: 10 }, () => lastTick());
    await password.refresh();
    parameters.put('/password', 'new');
    const calls = ssm.count();
    await Promise.all(marks.map((mark) => recovery.recover(mark)));

    expect(password.value).toBe('new');
    expect(ssm.asked.slice(calls)).toEqual([['/limits', '/password']]);
  });
});

describe('A call that failed with several values, some of which cannot be refreshed', () => {
  const deny =
    (names: readonly string[]) =>
    (_operation: string, { Names }: { Names: readonly string[] }) => {
      if (Names.some((name) => names.includes(name))) throw awsError('AccessDeniedException');
      return {
        Parameters: Names.map((Name) => ({ Name, Type: 'String', Value: 'as before', Version: 1 })),
      };
    };

  it('is repeated for the answer that came, though it brought nothing new', async () => {
    const { recoveryWith, ssm } = await withTwo();
    const recovery = recoveryWith();
    ssm.instead = deny(['/limits']);

    await expect(recovery.recover(lastTick())).resolves.toBeUndefined();
  });

  it('fails as the refresh of all of them does', async () => {
    const { recoveryWith, ssm } = await withTwo();
    const recovery = recoveryWith();
    ssm.instead = deny(['/limits', '/password']);

    expect(await rejection(recovery.recover(lastTick()))).toMatchObject({
      name: 'ParameterAccessDeniedError',
    });
  });
});

describe('Calls that fail one after another, with a value that is gone for good', () => {
  it('share one round, and one callback', async () => {
    const { recoveryWith, parameters, password, ssm, seen, note } = await withTwo();
    const recovery = recoveryWith(note);
    const marks = Array.from({ length: 8 }, () => lastTick());
    parameters.delete('/limits');
    parameters.put('/password', 'new');
    const calls = ssm.count();
    for (const mark of marks) {
      // oxlint-disable-next-line no-await-in-loop -- they fail one after another
      await recovery.recover(mark);
    }

    expect(password.value).toBe('new');
    expect([seen, ssm.count() - calls]).toEqual([['1 new'], 1]);
  });
});

describe('A value that is replaced while the callback runs', () => {
  it('has the callback called once more for the next call that fails', async () => {
    const { recoveryWith, password, parameters, seen, note } = await withTwo();
    let isFirst = true;
    const recovery = recoveryWith(async () => {
      note();
      if (!isFirst) return;
      isFirst = false;
      parameters.put('/password', 'newest');
      await password.refresh();
      await settle(1);
    });
    const marks = [lastTick(), lastTick()] as const;
    parameters.put('/password', 'new');
    await recovery.recover(marks[0]);
    await recovery.recover(marks[1]);

    expect(seen).toEqual(['1 new', '1 newest']);
  });
});

describe('A call that still fails when only some of its values could be refreshed', () => {
  it('throws its own error, with the reason of the last refresh', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/host', 'localhost');
    const host = cache.parameter('/host');
    const password = cache.secret('none', { default: 'old' });
    await Promise.all([host.get(), password.get()]);
    const recovery = new Recovery([host[INTERNALS], password[INTERNALS]], undefined);
    const retry = new RetryingCalls({ retries: 2 }, cache[INTERNALS].runtime);
    ssm.instead = () => {
      throw awsError('ServiceUnavailable', 'UnknownError', 503);
    };
    const invoke = () => Promise.reject(new Error('28P01'));
    const call = rejection(retry.run({ name: 'call', recovery, invoke }) as Promise<unknown>);
    await runtime.advance(1);

    expect(await call).toMatchObject({ message: '28P01', refreshError: { name: 'RefreshError' } });
  });
});
