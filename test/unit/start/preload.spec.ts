import { describe, expect, it } from '@jest/globals';
import { InvalidClientError, type SsmParameter } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';

const declared = (handles: readonly SsmParameter[]) =>
  handles.map((handle, index) => ({
    declaration: `Class${index}.property`,
    view: handle[INTERNALS],
  }));

const named = (made: ReturnType<typeof makeCache>, count: number) =>
  Array.from({ length: count }, (_, index) => {
    made.parameters.put(`/p/${index}`, 'v');
    return made.cache.parameter(`/p/${index}`);
  });

describe('Loading all that is declared', () => {
  it('takes the fewest calls', async () => {
    const made = makeCache();
    const handles = named(made, 25);

    await expect(made.cache[INTERNALS].preload(declared([...handles, ...handles]), 30_000)).resolves.toEqual(
      [],
    );
    expect(made.ssm.count()).toBe(3);
    expect(handles.every(({ value }) => value === 'v')).toBe(true);
  });

  it('goes on while AWS throttles, one batch at a time, until all is there', async () => {
    const made = makeCache();
    made.runtime.chance = 0.5;
    const handles = named(made, 45);
    let budget = 2;
    made.ssm.instead = (_operation, input) => {
      if (budget <= 0) throw awsError('ThrottlingException');
      budget -= 1;
      return made.parameters.getParameters(input);
    };
    const preload = track(made.cache[INTERNALS].preload(declared(handles), 30_000));
    await made.runtime.advance(0);
    expect(made.ssm.count()).toBe(5);
    made.ssm.calls.length = 0;
    await made.runtime.advance(5);
    expect(preload.state).toBe('pending');
    expect(made.ssm.asked.every(({ length }) => length <= 10)).toBe(true);
    budget = Infinity;
    await made.runtime.advance(20);

    expect(preload).toMatchObject({ state: 'fulfilled', value: [] });
    expect(handles.every(({ value }) => value === 'v')).toBe(true);
  });

  it('names a failure that has another cause than the name, beside one of another value', async () => {
    const made = makeCache();
    const [first, second] = named(made, 2) as [SsmParameter, SsmParameter];
    const missing = made.cache.secret('none') as never;
    made.ssm.instead = () => {
      throw new InvalidClientError('The AWS region is not known.', { names: ['ssm'] });
    };
    const failures = await made.cache[INTERNALS].preload(declared([first, second, missing]), 0);

    expect(failures.map(({ name, error }) => `${name} ${error.name}`)).toEqual([
      '/p/0 InvalidClientError',
      '/p/1 InvalidClientError',
      'none InvalidParameterError',
    ]);
  });

  it('names of a group only those who are to blame', async () => {
    const made = makeCache();
    made.parameters.put('/there', 'v');
    const group = made.cache.createGroup();
    const members = [group.parameter('/there'), group.parameter('/not-there')];
    const other = made.cache.parameter('/neither');
    const failures = await made.cache[INTERNALS].preload(declared([...members, other]), 0);

    expect(failures.map(({ name }) => name)).toEqual(['/not-there', '/neither']);
  });

  it('gives up after the time-out, with every declaration that is missing', async () => {
    const made = makeCache();
    made.runtime.chance = 0.5;
    const handles = named(made, 12);
    made.ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const preload = track(made.cache[INTERNALS].preload(declared(handles), 10_000));
    await made.runtime.advance(9.9);
    expect(preload.state).toBe('pending');
    const calls = made.ssm.count();
    await made.runtime.advance(0.2);

    expect(preload.value).toHaveLength(12);
    expect(preload.value?.[0]).toMatchObject({
      declaration: 'Class0.property',
      name: '/p/0',
      error: { name: 'RefreshError' },
    });
    expect(calls).toBeLessThan(60);
  });

  it('gives up after the time-out although AWS has not answered yet, and says so', async () => {
    const made = makeCache();
    const handles = named(made, 2);
    made.ssm.isHolding = true;
    const preload = track(made.cache[INTERNALS].preload(declared(handles), 500));
    await made.runtime.advance(0.49);
    expect(preload.state).toBe('pending');
    await made.runtime.advance(0.01);

    expect(preload.value?.map(({ error }) => error.message)).toEqual([
      '"/p/0" was not answered within preloadTimeout (0.5 s). Check the network between this process and AWS, or raise preloadTimeout.',
      '"/p/1" was not answered within preloadTimeout (0.5 s). Check the network between this process and AWS, or raise preloadTimeout.',
    ]);
    made.cache.close();
    await made.runtime.drain();
    expect(made.runtime.timers).toBe(0);
  });

  it('with a time-out of 0 tries once, for as long as a refresh may take', async () => {
    const made = makeCache({ refreshTimeout: 5 });
    const handles = named(made, 1);
    made.ssm.isHolding = true;
    const preload = track(made.cache[INTERNALS].preload(declared(handles), 0));
    await made.runtime.advance(4.9);
    expect(preload.state).toBe('pending');
    await made.runtime.advance(0.1);

    expect(preload.value?.[0]?.error.message).toContain('refreshTimeout (5 s)');
    expect(made.ssm.count()).toBe(1);
  });

  it('does not go on when something is missing, denied or malformed: no time mends that', async () => {
    const made = makeCache();
    const handles = [...named(made, 3), made.cache.parameter('/none')];
    made.parameters.deny('/p/1');
    const failures = await made.cache[INTERNALS].preload(declared(handles), 30_000);

    expect(failures.map(({ declaration, name, error }) => [declaration, name, error.name])).toEqual([
      ['Class1.property', '/p/1', 'ParameterAccessDeniedError'],
      ['Class3.property', '/none', 'InvalidParameterError'],
    ]);
  });

  it('of a group names the member that is at fault, and not the others', async () => {
    const made = makeCache();
    made.parameters.put('/good', 'v');
    const group = made.cache.createGroup();
    const failures = await made.cache[INTERNALS].preload(
      declared([group.parameter('/good'), group.parameter('/none')]),
      30_000,
    );

    expect(failures.map(({ name }) => name)).toEqual(['/none']);
  });

  it('is given up when the cache is closed, and says so', async () => {
    const made = makeCache();
    const handles = named(made, 1);
    made.ssm.isHolding = true;
    const start = track(made.cache[INTERNALS].preload(declared(handles), 30_000));
    await made.runtime.advance(1);
    made.cache.close();
    await made.runtime.drain();

    expect(start.value).toMatchObject([
      { name: '/p/0', error: { code: 'SSM_CACHE_CLOSED', names: ['/p/0'] } },
    ]);
    expect(made.runtime.timers).toBe(0);
  });

  it('of a closed cache calls nothing', async () => {
    const made = makeCache();
    const handles = named(made, 1);
    made.cache.close();
    const start = track(made.cache[INTERNALS].preload(declared(handles), 30_000));
    await made.runtime.drain();

    expect(start.value).toMatchObject([{ error: { code: 'SSM_CACHE_CLOSED', names: ['/p/0'] } }]);
    expect(made.ssm.count()).toBe(0);
    expect(made.runtime.timers).toBe(0);
  });

  it('of parts of a whole, names one part for each reason of the whole', async () => {
    const made = makeCache();
    made.secrets.put('db', { user: 'u', password: 'p' });
    made.parameters.put('/shop/port', '1');
    const joint = (reason: string) =>
      made.cache[INTERNALS].declareJoint({
        path: '/shop',
        options: {
          schema: {
            '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: reason }] }) },
          },
        },
        secrets: [{ id: 'db', place: ['user'], options: { key: 'user' } }],
      });
    const targets = ['first', 'second'].flatMap((reason) => {
      const { whole, tree, secrets } = joint(`It is the ${reason}.`);
      return [whole, tree, ...secrets].flatMap((view, index) =>
        view === undefined ? [] : [{ declaration: `${reason} ${index}`, view }],
      );
    });
    const failures = await made.cache[INTERNALS].preload(targets, 0);

    expect(failures.map(({ declaration }) => declaration)).toEqual(['first 1', 'second 1']);
  });

  it('names each declaration of a member that is to blame', async () => {
    const made = makeCache();
    const missing = made.cache.createGroup().parameter('/none');
    const failures = await made.cache[INTERNALS].preload(declared([missing, missing]), 0);

    expect(failures.map(({ declaration }) => declaration)).toEqual(['Class0.property', 'Class1.property']);
  });

  it('of nothing calls nothing', async () => {
    const made = makeCache();

    await expect(made.cache[INTERNALS].preload([], 30_000)).resolves.toEqual([]);
    expect(made.ssm.count()).toBe(0);
  });
});
