import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import * as library from 'nestjs-ssm-cache';
import { RefreshError, SsmCacheError } from 'nestjs-ssm-cache';
import { awsError, makeCache, rejection, thrown } from '../../support/make-cache.js';

const CANARY = 'c4n4ry';

const shown = (thing: unknown): string =>
  [
    inspect(thing, { showHidden: true, depth: Infinity, getters: false }),
    inspect(thing, { showHidden: true, depth: Infinity, showProxy: true }),
    json(thing),
    String(thing),
    thing instanceof Error ? `${thing.message} ${thing.stack} ${shownCause(thing)}` : '',
  ].join('\n');

/** What serialises, if it does: an `Observable` with subscribers is circular. */
const json = (thing: unknown): string => {
  try {
    return JSON.stringify(thing) ?? '';
  } catch (error) {
    return String(error);
  }
};

const shownCause = (error: Error): string => (error.cause === undefined ? '' : shown(error.cause));

const loaded = async () => {
  const made = makeCache({ maxAge: 60, groups: { db: {} } });
  made.parameters.put('/x', `${CANARY}-text`);
  made.parameters.put('/list', [`${CANARY}-a`, `${CANARY}-b`]);
  made.parameters.put('/json', JSON.stringify({ [`key`]: `${CANARY}-json` }));
  made.secrets.put('s', { password: `${CANARY}-password` });
  made.secrets.put('b', Buffer.from(`${CANARY}-bytes`));
  const { cache } = made;
  const group = cache.group('db');
  const handles = [
    cache.parameter('/x'),
    cache.parameter('/list'),
    cache.parameter('/json', { transform: 'json' }),
    cache.parameter('/x', { transform: async (text) => ({ text }) }),
    cache.secret('s', { key: 'password' }),
    cache.secret('b'),
    cache.parameter('/none', { default: `${CANARY}-default` }),
    group.parameter('/x'),
    group.secret('s'),
  ];
  await cache.ready();
  return { ...made, group, handles };
};

describe('No value is shown', () => {
  it('by the cache, its handles, groups, snapshots and changes', async () => {
    const { cache, handles, group, parameters, runtime } = await loaded();
    const changes: unknown[] = [];
    cache.changes$.subscribe((change) => changes.push(change));
    parameters.put('/x', `${CANARY}-other`);
    await handles[0]?.refresh();
    await Promise.all(handles.map((handle) => handle.get()));

    expect(handles[0]?.value).toContain(CANARY);
    expect(changes).toHaveLength(1);
    for (const thing of [
      cache,
      ...handles,
      handles,
      group,
      [...group],
      cache.inspect(),
      changes,
      cache.changes$,
    ]) {
      expect(shown(thing)).not.toContain(CANARY);
    }
    expect(runtime.messages.join('\n')).not.toContain(CANARY);
  });

  it('by JSON.stringify of a handle, which gives its name and version', async () => {
    const { handles } = await loaded();

    expect(JSON.parse(JSON.stringify(handles[0]))).toEqual({ name: '/x', version: 1 });
    expect(JSON.stringify({ handles })).not.toContain(CANARY);
  });

  it('by a spread, the keys or the entries of a handle', async () => {
    const { handles } = await loaded();
    for (const handle of handles) {
      expect(shown(Object.assign({}, handle))).not.toContain(CANARY);
      expect(shown(Object.entries(handle))).not.toContain(CANARY);
      expect(shown(Reflect.ownKeys(handle))).not.toContain(CANARY);
    }
  });

  it.each([
    ['a message', Object.assign(awsError('SyntaxError', `Unexpected token in "${CANARY}"`), {})],
    ['a response', Object.defineProperty(awsError('SyntaxError'), '$response', { value: { body: CANARY } })],
    ['a name', awsError(`Error ${CANARY}`)],
    ['a code', Object.assign(awsError('Error'), { code: CANARY })],
    ['a cause', Object.assign(awsError('Error'), { cause: new Error(CANARY) })],
    ['a stack', Object.assign(awsError('Error'), { stack: CANARY })],
    [
      'metadata',
      Object.assign(awsError('Error'), { $metadata: { requestId: CANARY, httpStatusCode: CANARY } }),
    ],
    ['a denial', awsError('AccessDeniedException', CANARY)],
    ['a refusal', awsError('ValidationException', CANARY)],
    ['a missing name', awsError('ParameterNotFound', CANARY)],
    ['no error at all', CANARY],
    ['an object', { message: CANARY, name: CANARY, $metadata: CANARY }],
  ])('by an error of the client that quotes one in %s', async (_title, failure) => {
    const { cache, handles, group, ssm, vault, runtime } = await loaded();
    ssm.instead = () => {
      throw failure;
    };
    vault.instead = ssm.instead;
    await runtime.advance(61);
    const errors: unknown[] = [];
    for (const handle of handles) {
      await handle.get().catch((error: unknown) => errors.push(error));
      const refresh = handle.refresh().catch((error: unknown) => errors.push(error));
      await runtime.advance(1);
      await refresh;
      try {
        void handle.value;
      } catch (error) {
        errors.push(error);
      }
    }
    const all = rejection(cache.refresh());
    await runtime.advance(1);
    errors.push(await all, await rejection(cache.parameter('/first').get()), await rejection(cache.ready()));

    expect(errors.length).toBeGreaterThan(handles.length);
    for (const error of errors) expect(shown(error)).not.toContain(CANARY);
    expect(shown([cache, group, cache.inspect(), ...handles])).not.toContain(CANARY);
    expect(runtime.messages.join('\n')).not.toContain(CANARY);
  });

  it('by an error about a value that cannot be used', async () => {
    const { cache, parameters, secrets, runtime } = await loaded();
    parameters.put('/bad', `${CANARY}!`);
    secrets.put('bad', `{"a": "${CANARY}", broken`);
    const errors = await Promise.all(
      [
        cache.parameter('/bad', { transform: 'number' }),
        cache.parameter('/bad', { transform: 'boolean' }),
        cache.parameter('/bad', { transform: 'json' }),
        cache.parameter('/bad', { transform: 'base64' }),
        cache.parameter('/list', { transform: 'json' }),
        cache.parameter('/bad', {
          transform: (value) => {
            throw new Error(`cannot use ${String(value)}`);
          },
        }),
        cache.parameter('/bad', { transform: (value) => Promise.reject(value as string) }),
        cache.secret('bad', { key: 'a' }),
        cache.secret('s', { key: 'password.deeper' }),
        cache.secret('b', { transform: 'number' }),
        cache.secret('b', { transform: 'list' }),
        cache.secret('b', { transform: 'boolean' }),
      ].map((handle) => rejection(handle.get())),
    );

    expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(['TransformError']));
    for (const error of errors) expect(shown(error)).not.toContain(CANARY);
    expect(shown(cache.inspect())).not.toContain(CANARY);
    expect(runtime.messages.join('\n')).not.toContain(CANARY);
  });

  it('by an answer that holds one where it does not belong', async () => {
    const { ssm, vault, cache, runtime } = makeCache();
    ssm.instead = () => ({ Parameters: [{ Name: '/x', Type: CANARY, Value: { CANARY } }, CANARY] });
    vault.instead = () => ({ Name: CANARY, SecretString: { CANARY }, VersionId: {} });
    const errors = await Promise.all([
      rejection(cache.parameter('/x').get()),
      rejection(cache.secret('s').get()),
    ]);

    for (const error of errors) expect(shown(error)).not.toContain(CANARY);
    expect(runtime.messages.join('\n')).not.toContain(CANARY);
  });

  it('by an option of the wrong type', () => {
    const error = thrown(() => makeCache({ maxAge: CANARY as never }));

    expect(shown(error)).not.toContain(CANARY);
  });
});

describe('Errors', () => {
  it('are all of one family with a code of their own, except for ranges', () => {
    const classes = (Object.values(library) as unknown[]).filter(
      (value): value is new (...args: unknown[]) => SsmCacheError =>
        typeof value === 'function' && value.prototype instanceof SsmCacheError,
    );
    const codes = classes.map((ErrorClass) => {
      const error = ErrorClass.name === 'PreloadError' ? new ErrorClass([]) : new ErrorClass('message');
      expect(error.name).toBe(ErrorClass.name);
      expect(error).toBeInstanceOf(Error);
      expect(error.names).toEqual([]);
      expect(Object.isFrozen(error.names)).toBe(true);
      expect('cause' in error).toBe(false);
      return error.code;
    });

    expect(codes.length).toBeGreaterThanOrEqual(12);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => /^SSM_CACHE_[A-Z_]+$/.test(code))).toBe(true);
  });

  it('keep the cause, free of values, with what AWS support asks for', async () => {
    const { cache, ssm } = makeCache();
    const requestId = '6e1f6a3a-7f0f-4f3c-8a51-0a1a5a3b2c1d';
    ssm.instead = () => {
      throw Object.assign(awsError('ThrottlingException', CANARY), {
        $metadata: { httpStatusCode: 400, requestId, attempts: 3 },
      });
    };
    const { cause } = (await rejection(cache.parameter('/x').get())) as { cause?: Error };

    expect(cause?.name).toBe('ThrottlingException');
    expect(cause?.message).toContain('HTTP 400');
    expect(cause?.message).toContain(requestId);
    expect(cause?.message).toContain('3 attempts');
  });

  it('carry names that nobody can change', () => {
    const names = ['/x'];
    const error = new RefreshError('message', { names, cause: undefined });
    names.push('/y');

    expect(error.names).toEqual(['/x']);
  });

  it('of a preload list every declaration with its reason', () => {
    const failure = (declaration: string, name: string) => ({
      declaration,
      name,
      error: new RefreshError(`no ${name}`, { names: [name] }),
    });
    const one = new library.PreloadError([failure('A.x', '/x')]);
    const two = new library.PreloadError([failure('A.x', '/x'), failure('B.x', '/x')]);

    expect(one.message).toContain('1 declared value could');
    expect(two.message).toContain('2 declared values could');
    expect(two.message).toContain('B.x → /x: no /x');
    expect(two.names).toEqual(['/x']);
    expect(two.failures).toHaveLength(2);
    expect(Object.isFrozen(two.failures)).toBe(true);
  });
});

describe('The keys of a JSON secret that are secrets themselves', () => {
  const TOKEN = 'tok_live_51HabcKEY99';

  it.each([
    ['a path', { message: 'Expected a number', path: [TOKEN] }],
    ['a path below one', { message: 'Expected a number', path: ['tokens', { key: TOKEN }, 'port'] }],
    ['a message', { message: `Unrecognized key: "${TOKEN}"`, path: [] }],
  ])('are not shown where a schema names them in %s', async (_title, issue) => {
    const { cache, secrets } = makeCache();
    secrets.put('tokens', JSON.stringify({ [TOKEN]: 1, tokens: { [TOKEN]: { port: 'x' } } }));
    const schema = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [issue] }) },
    } as const;
    const { message } = await rejection(cache.secret('tokens', { transform: 'json', schema }).get());

    expect(message).toContain('does not fit');
    expect(message).not.toContain('51Habc');
  });

  it('do not hide where an ordinary field is wrong', async () => {
    const { cache, secrets } = makeCache();
    secrets.put('db', JSON.stringify({ hosts: [{ port_1: 'x' }] }));
    const issue = { message: 'Expected a number', path: ['hosts', 0, 'port_1'] };
    const schema = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [issue] }) },
    } as const;
    const { message } = await rejection(cache.secret('db', { transform: 'json', schema }).get());

    expect(message).toContain('hosts.0.port_1: Expected a number');
  });
});

describe('A handle', () => {
  it('shows its name, version and state when it is printed, getters and all', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'canary');
    const handle = cache.parameter('/x');
    await handle.get();
    const text = inspect(handle, { showHidden: true, depth: Infinity, getters: true });
    expect(text).toBe('SsmParameter { /x, version 1, fresh }');
  });
});

describe('A promise of a value', () => {
  it('is printed without the value, and awaited as any other', async () => {
    const { cache } = await loaded();
    const promise = cache.parameter('/x').get();

    expect(inspect(promise)).toBe('Promise { a value that is not shown }');
    expect(shown({ promise })).not.toContain(CANARY);
    expect(Object.keys(promise)).toEqual([]);
    expect(await promise).toBe(`${CANARY}-text`);
  });
});
