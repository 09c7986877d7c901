import { describe, expect, it } from '@jest/globals';
import type { HeldSecretsManager } from '../../../support/held-clients.js';
import { awsError, makeCache, rejection } from '../../../support/make-cache.js';

const namesOf = (count: number, prefix = '/p'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}/${index}`);

const operations = ({ calls }: HeldSecretsManager): string[] => calls.map(({ operation }) => operation);

describe('A batch that AWS refuses as a whole', () => {
  const refusedNames = ['ValidationException', 'AccessDeniedException', 'InvalidKeyId'];

  it.each(refusedNames)('(%s) is split until the culprit stands alone, and the others load', async (name) => {
    const { cache, ssm, parameters } = makeCache();
    const names = namesOf(10);
    for (const each of names) parameters.put(each, each);
    ssm.instead = (_operation, input) => {
      if (input.Names.includes('/p/3')) throw awsError(name);
      return parameters.getParameters(input);
    };
    const [culprit, ...others] = [names[3], ...names.filter((each) => each !== '/p/3')] as string[];
    const error = rejection(cache.parameter(culprit as string).get());

    await expect(Promise.all(others.map((each) => cache.parameter(each).get()))).resolves.toEqual(others);
    expect((await error).names).toEqual(['/p/3']);
    expect(ssm.asked).toContainEqual(['/p/3']);
    expect(ssm.count()).toBeLessThanOrEqual(9);
  });

  it('is asked for again without the parameter that AWS names, with or without a slash', async () => {
    const { cache, ssm, parameters } = makeCache();
    for (const name of ['a', '/flat', '/b/flat']) parameters.put(name, name);
    ssm.instead = (_operation, input) => {
      if (input.Names.includes('flat')) {
        throw awsError(
          'AccessDeniedException',
          'User: anonymous is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/flat',
        );
      }
      return parameters.getParameters(input);
    };
    const error = rejection(cache.parameter('flat').get());

    expect(await Promise.all(['a', '/b/flat'].map((name) => cache.parameter(name).get()))).toEqual([
      'a',
      '/b/flat',
    ]);
    expect((await error).code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect(ssm.asked).toEqual([
      ['/b/flat', 'a', 'flat'],
      ['/b/flat', 'a'],
    ]);
  });

  it('finds several culprits', async () => {
    const { cache, parameters } = makeCache();
    const names = namesOf(30);
    for (const name of names) parameters.put(name, name);
    for (const name of ['/p/0', '/p/9', '/p/15']) parameters.deny(name);
    const outcomes = await Promise.allSettled(names.map((name) => cache.parameter(name).get()));

    expect(names.filter((_, index) => outcomes[index]?.status === 'rejected')).toEqual([
      '/p/0',
      '/p/9',
      '/p/15',
    ]);
  });

  it('does not repeat the detour at the next refresh', async () => {
    const { cache, ssm, parameters, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    const names = namesOf(10);
    for (const name of names) parameters.put(name, name);
    parameters.deny('/p/3');
    const handles = names.map((name) => cache.parameter(name));
    await Promise.allSettled(handles.map((handle) => handle.get()));
    ssm.calls.length = 0;
    await runtime.advance(120);
    await Promise.allSettled(handles.map((handle) => handle.get()));

    expect(ssm.asked.toSorted((one, other) => one.length - other.length)).toEqual([
      ['/p/3'],
      names.filter((name) => name !== '/p/3'),
    ]);
  });

  it('takes the culprit back among the others once it is answered', async () => {
    const { cache, ssm, parameters, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    const names = namesOf(10);
    for (const name of names) parameters.put(name, name);
    parameters.deny('/p/3');
    const handles = names.map((name) => cache.parameter(name));
    await Promise.allSettled(handles.map((handle) => handle.get()));
    parameters.allow();
    await runtime.advance(120);
    await Promise.all(handles.map((handle) => handle.get()));
    ssm.calls.length = 0;
    await runtime.advance(120);
    await Promise.all(handles.map((handle) => handle.get()));

    expect(ssm.count()).toBe(1);
  });

  it('is not split when it was throttled', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await Promise.all(namesOf(10).map((name) => rejection(cache.parameter(name).get())));

    expect(ssm.count()).toBe(1);
  });

  it.each([
    ['first', '/p/0', 9],
    ['in the middle', '/p/4', 6],
    ['last', '/p/9', 5],
  ])(
    'is asked for again by no half that is known to hold the culprit (%s)',
    async (_title, culprit, calls) => {
      const { cache, ssm, parameters } = makeCache();
      const names = namesOf(10);
      for (const name of names) parameters.put(name, name);
      ssm.instead = (_operation, input) => {
        if (input.Names.includes(culprit)) throw awsError('AccessDeniedException');
        return parameters.getParameters(input);
      };
      const outcomes = await Promise.allSettled(names.map((name) => cache.parameter(name).get()));

      expect(names.filter((_, index) => outcomes[index]?.status === 'rejected')).toEqual([culprit]);
      expect(ssm.count()).toBe(calls);
    },
  );

  it.each([
    ['one', ['/p/4'], 2],
    ['several', ['/p/0', '/p/4', '/p/9'], 4],
  ])(
    'is asked for again without the name that the denial names, which is not asked for alone (%s)',
    async (_title, culprits, calls) => {
      const { cache, ssm, parameters } = makeCache();
      const names = namesOf(10);
      for (const name of names) parameters.put(name, name);
      for (const name of culprits) parameters.deny(name);
      const outcomes = await Promise.allSettled(names.map((name) => cache.parameter(name).get()));

      expect(names.filter((_, index) => outcomes[index]?.status === 'rejected')).toEqual(culprits);
      expect(ssm.count()).toBe(calls);
    },
  );

  it('loads its second half though the first is throttled meanwhile', async () => {
    const { cache, ssm, parameters } = makeCache();
    const names = namesOf(10);
    for (const name of names) parameters.put(name, name);
    ssm.instead = (_operation, input) => {
      if (input.Names.length === 10) throw awsError('ValidationException');
      if (input.Names.includes('/p/0')) throw awsError('ThrottlingException');
      return parameters.getParameters(input);
    };
    const outcomes = await Promise.allSettled(names.map((name) => cache.parameter(name).get()));

    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 'rejected'),
      ...Array.from({ length: 5 }, () => 'fulfilled'),
    ]);
    expect(ssm.count()).toBe(3);
  });

  it.each(['/a//b', 'a/b', '/a b', '/ä', '/a/'])(
    'never holds a name that AWS cannot know: %j',
    async (malformed) => {
      const { cache, ssm, parameters } = makeCache();
      const names = namesOf(9);
      for (const name of names) parameters.put(name, name);
      const bad = rejection(cache.parameter(malformed).get());
      await Promise.all(names.map((name) => cache.parameter(name).get()));

      expect((await bad).name).toBe('InvalidParameterError');
      expect(ssm.asked).toEqual([names, [malformed]]);
    },
  );

  it('of secrets is split as well', async () => {
    const { cache, vault, secrets, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    const ids = namesOf(20, 's');
    for (const id of ids) secrets.put(id, id);
    vault.instead = (operation, input) => {
      const asked: string[] = operation === 'BatchGetSecretValue' ? input.SecretIdList : [input.SecretId];
      if (asked.includes('s/13')) throw awsError('InvalidRequestException');
      return operation === 'BatchGetSecretValue'
        ? secrets.batchGetSecretValue(input)
        : secrets.getSecretValue(input);
    };
    const handles = ids.map((id) => cache.secret(id));
    const outcomes = await Promise.allSettled(handles.map((handle) => handle.get()));
    expect(ids.filter((_, index) => outcomes[index]?.status === 'rejected')).toEqual(['s/13']);
    expect(vault.count()).toBeLessThanOrEqual(10);

    vault.calls.length = 0;
    await runtime.advance(61);
    await Promise.allSettled(handles.map((handle) => handle.get()));
    expect(operations(vault).toSorted()).toEqual(['BatchGetSecretValue', 'GetSecretValue']);
  });

  it('never holds an id of a secret that AWS cannot know', async () => {
    const { cache, vault, secrets } = makeCache();
    for (const id of ['a', 'b']) secrets.put(id, id);
    const bad = rejection(cache.secret('not valid!*').get());
    await Promise.all(['a', 'b'].map((id) => cache.secret(id).get()));

    expect((await bad).names).toEqual(['not valid!*']);
    expect(vault.calls.map(({ input }) => input)).toEqual([
      { SecretIdList: ['a', 'b'] },
      { SecretId: 'not valid!*' },
    ]);
  });

  it('is remembered for a bounded number of culprits', async () => {
    const { cache, ssm } = makeCache({ maxAge: 60 });
    const ask = (names: string[]) =>
      Promise.allSettled(names.map((name) => cache.createGroup().parameter(name).get()));
    const [early, late] = [namesOf(10, '/early'), namesOf(1_000, '/late')];
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    await ask(early);
    await ask(late);
    ssm.calls.length = 0;
    await ask(early);

    expect(ssm.asked).toContainEqual(early);
  });
});
