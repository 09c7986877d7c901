import { describe, expect, it } from '@jest/globals';
import type { TransformContext } from 'nestjs-ssm-cache';
import { makeCache, rejection, thrown } from '../../support/make-cache.js';

const CANARY = 'c4n4ry';

const read = async (text: string, transform: 'json' | 'number' | 'boolean' | 'list' | 'base64') => {
  const { cache, ssm } = makeCache();
  ssm.instead = () => ({ Parameters: [{ Name: '/x', Type: 'String', Value: text, Version: 1 }] });
  return cache.parameter<unknown>('/x', { transform }).get();
};

describe('Values', () => {
  it('are text, a frozen list or bytes, as AWS stores them', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('/text', 'a,b');
    parameters.put('/list', ['a', 'b']);
    parameters.put('/safe', 'a,b', { type: 'SecureString' });
    secrets.put('text', 'a,b');
    secrets.put('bytes', Uint8Array.of(1, 2));
    const list = await cache.parameter<string[]>('/list').get();

    await expect(cache.parameter('/text').get()).resolves.toBe('a,b');
    await expect(cache.parameter('/safe').get()).resolves.toBe('a,b');
    await expect(cache.secret('text').get()).resolves.toBe('a,b');
    expect(list).toEqual(['a', 'b']);
    expect(Object.isFrozen(list)).toBe(true);
    expect(Array.from(await cache.secret<Uint8Array>('bytes').get())).toEqual([1, 2]);
  });

  it('are never guessed from the content', async () => {
    const { cache, parameters } = makeCache();
    for (const text of ['42', 'true', '{"a":1}', 'null', ' padded ']) {
      parameters.put('/x', text);
      await expect(cache.createGroup().parameter('/x').get()).resolves.toBe(text);
    }
  });

  it.each([
    ['number', '42', 42],
    ['number', '-0.5', -0.5],
    ['number', '1e3', 1_000],
    ['number', ' 7 ', 7],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['list', 'a,b,c', ['a', 'b', 'c']],
    ['list', 'single', ['single']],
    ['json', '{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    ['json', '"text"', 'text'],
    ['json', 'null', null],
  ] as const)('are converted by transform: "%s" (%s)', async (transform, text, value) => {
    await expect(read(text, transform)).resolves.toEqual(value);
  });

  it('are bytes by transform: "base64"', async () => {
    const bytes = (await read('aGVsbG8=', 'base64')) as Uint8Array;

    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(bytes).toString()).toBe('hello');
  });

  it.each([
    ['number', 'twelve'],
    ['number', ''],
    ['number', '   '],
    ['number', '12px'],
    ['number', 'NaN'],
    ['number', 'Infinity'],
    ['boolean', 'perhaps'],
    ['boolean', ''],
    ['json', '{"a":'],
    ['json', ''],
    ['base64', 'not base64!'],
  ] as const)(
    'that transform: "%s" cannot convert (%j) are an error without the value',
    async (name, text) => {
      const error = await rejection(read(text, name));

      expect(error).toMatchObject({ name: 'TransformError', code: 'SSM_CACHE_TRANSFORM', names: ['/x'] });
      expect(error.message.includes(text.trim() || CANARY)).toBe(false);
    },
  );

  it('made of JSON are frozen in all their depth, and the same object at each read', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', '{"list":[{"deep":{"er":1}}],"__proto__":{"polluted":1}}');
    const handle = cache.parameter<any>('/x', { transform: 'json' });
    const value = await handle.get();

    expect(Object.isFrozen(value)).toBe(true);
    expect(Object.isFrozen(value.list)).toBe(true);
    expect(Object.isFrozen(value.list[0].deep)).toBe(true);
    expect(handle.value).toBe(value);
    expect(await handle.get()).toBe(value);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('made of JSON stay the same object while AWS answers the same', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '{"a":1}');
    const handle = cache.parameter<object>('/x', { transform: 'json' });
    const first = await handle.get();
    await runtime.advance(10);
    await handle.refresh();

    expect(handle.value).toBe(first);
  });

  it('that were copied stay as they were when they are replaced', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', '{"a":1}');
    const handle = cache.parameter<{ a: number }>('/x', { transform: 'json' });
    const copy = await handle.get();
    parameters.put('/x', '{"a":2}');
    await handle.refresh();

    expect([copy, handle.value]).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('cannot be harmed by a reader who changes the bytes of a secret in the client', async () => {
    const { cache, vault } = makeCache();
    const bytes = Uint8Array.of(1, 2, 3);
    vault.instead = () => ({ Name: 's', SecretBinary: bytes });
    const value = await cache.secret<Uint8Array>('s').get();
    bytes.fill(0);

    expect(Array.from(value)).toEqual([1, 2, 3]);
  });

  describe('made by a function', () => {
    it('that is told name, type and version', async () => {
      const { cache, parameters, secrets } = makeCache();
      parameters.put('/x', 'one');
      parameters.put('/x', 'two');
      parameters.put('/list', ['a', 'b']);
      const VersionId = secrets.put('s', 'text');
      const seen: [unknown, TransformContext][] = [];
      const transform = (value: unknown, context: TransformContext) => {
        seen.push([value, context]);
        return 'made';
      };
      for (const handle of [
        cache.parameter('/x:1', { transform }),
        cache.parameter('/list', { transform }),
        cache.secret('s', { transform }),
      ]) {
        await expect(handle.get()).resolves.toBe('made');
      }

      expect(seen).toEqual([
        ['one', { name: '/x:1', type: 'String', version: 1 }],
        [['a', 'b'], { name: '/list', type: 'StringList', version: 1 }],
        ['text', { name: 's', type: 'SecretString', version: VersionId }],
      ]);
    });

    it('that is asynchronous', async () => {
      const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
      parameters.put('/x', '20');
      const handle = cache.parameter('/x', { transform: async (value) => Number(value) + 1 });
      await expect(handle.get()).resolves.toBe(21);
      expect(handle.value).toBe(21);
      parameters.put('/x', '30');
      await runtime.advance(61);

      await expect(handle.get()).resolves.toBe(31);
    });

    it('of what another handle has already loaded, without another call', async () => {
      const { cache, parameters, ssm } = makeCache();
      parameters.put('/x', '20');
      await cache.parameter('/x').get();

      await expect(
        cache.parameter('/x', { transform: async (text) => `<${String(text)}>` }).get(),
      ).resolves.toBe('<20>');
      expect(cache.parameter('/x', { transform: Number }).value).toBe(20);
      expect(ssm.count()).toBe(1);
    });

    it.each([
      [
        'throws',
        () => {
          throw new Error('canary');
        },
      ],
      ['rejects', () => Promise.reject(new Error('canary'))],
      [
        'throws nothing',
        () => {
          throw undefined;
        },
      ],
    ] as const)('that %s: an error that does not tell what it threw', async (_title, transform) => {
      const { cache, parameters } = makeCache();
      parameters.put('/x', 'canary');
      const error = await rejection(cache.parameter('/x', { transform }).get());

      expect(error.name).toBe('TransformError');
      expect(error.message).toContain('/x');
      expect(error.message).not.toContain('canary');
      expect(error.cause).toBeUndefined();
    });

    it("that returns an object, which is the application's own and is not frozen", async () => {
      const { cache, parameters } = makeCache();
      parameters.put('/x', '{"list":["a"]}');
      const made = { list: ['a'] };
      const handle = cache.parameter<typeof made>('/x', { transform: () => made });

      expect(await handle.get()).toBe(made);
      expect([made, made.list].some((part) => Object.isFrozen(part))).toBe(false);
    });

    it('that returns undefined, null or a function, as it is', async () => {
      const { cache, parameters } = makeCache();
      parameters.put('/x', 'v');
      const made = () => 1;
      for (const value of [undefined, null, made, 0, '']) {
        const handle = cache.parameter<unknown>('/x', { transform: () => value });
        await handle.get();
        expect(handle.value).toBe(value);
      }
    });
  });

  it.each(['xml', 7, {}, null])('refuse the unknown transform %j at once', (transform) => {
    const { cache } = makeCache();
    const error = thrown(() => cache.parameter('/x', { transform: transform as 'json' }));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain('/x');
    expect(error.message).toContain("'json'");
  });
});

describe('The key of a JSON secret', () => {
  const secretOf = (value: object | string) => {
    const made = makeCache();
    made.secrets.put('s', value);
    return made;
  };

  it('picks a field', async () => {
    const { cache } = secretOf({ user: 'shop', port: 5432, ssl: false, none: null });

    await expect(cache.secret('s', { key: 'user' }).get()).resolves.toBe('shop');
    await expect(cache.secret('s', { key: 'port', transform: 'number' }).get()).resolves.toBe(5432);
    await expect(cache.secret('s', { key: 'ssl', transform: 'boolean' }).get()).resolves.toBe(false);
  });

  it('leads into nested objects by its dots, unless a field has the whole name', async () => {
    const { cache } = secretOf({ db: { primary: { user: 'nested' } }, 'db.primary.host': 'whole' });

    await expect(cache.secret('s', { key: 'db.primary.user' }).get()).resolves.toBe('nested');
    await expect(cache.secret('s', { key: 'db.primary.host' }).get()).resolves.toBe('whole');
  });

  it('that is missing is an error that lists the keys and no value', async () => {
    const { cache } = secretOf({ user: 'canary-1', password: 'canary-2' });
    const error = await rejection(cache.secret('s', { key: 'pasword' }).get());

    expect(error.name).toBe('TransformError');
    expect(error.message).toContain('pasword');
    expect(error.message).toContain('user');
    expect(error.message).toContain('password');
    expect(error.message).not.toContain('canary');
  });

  it.each(['__proto__', 'constructor', 'toString', 'constructor.name', 'user.length'])(
    'finds no inherited "%s"',
    async (key) => {
      const { cache } = secretOf({ user: 'shop' });

      expect((await rejection(cache.secret('s', { key }).get())).name).toBe('TransformError');
    },
  );

  it.each(['no json: canary', '"canary"', '[1]', '7', 'null'])(
    'of a secret that is no JSON object (%s) is an error without its value',
    async (text) => {
      const { cache } = secretOf(text);
      const error = await rejection(cache.secret('s', { key: 'user' }).get());

      expect(error.name).toBe('TransformError');
      expect(error.message).not.toContain('canary');
    },
  );

  it('of a binary secret is read from its text or is an error', async () => {
    const { cache } = secretOf(new Uint8Array([255, 254, 0]));

    expect((await rejection(cache.secret('s', { key: 'user' }).get())).name).toBe('TransformError');
  });
});

describe('A default', () => {
  it('is read when AWS says that the name does not exist', async () => {
    const { cache, secrets } = makeCache();
    secrets.put('t', 'v');

    await expect(cache.parameter('/none', { default: 'd' }).get()).resolves.toBe('d');
    await expect(cache.secret('none', { default: 'd' }).get()).resolves.toBe('d');
    await expect(
      Promise.all([cache.secret('none2', { default: 'd' }).get(), cache.secret('t').get()]),
    ).resolves.toEqual(['d', 'v']);
    await expect(cache.parameter<unknown>('/none', { default: null }).get()).resolves.toBeNull();
    await expect(cache.parameter<unknown>('/none', { default: 0 }).get()).resolves.toBe(0);
    await expect(cache.parameter<unknown>('/none', { default: false }).get()).resolves.toBe(false);
    await expect(cache.parameter('/none', { default: '' }).get()).resolves.toBe('');
  });

  it('is not converted', async () => {
    const { cache } = makeCache();

    await expect(cache.parameter('/none', { default: 7, transform: () => 1 }).get()).resolves.toBe(7);
  });

  it('gives way to the value once there is one, and comes back when it is gone', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    const handle = cache.parameter('/x', { default: 'd' });
    await expect(handle.get()).resolves.toBe('d');
    expect(handle.version).toBeUndefined();
    parameters.put('/x', 'v');
    await runtime.advance(61);
    await expect(handle.get()).resolves.toBe('v');
    parameters.delete('/x');
    await runtime.advance(61);
    await expect(handle.get()).resolves.toBe('d');
    expect(handle.value).toBe('d');
    expect(handle.version).toBeUndefined();
  });

  it('is kept as long as a value: not every read asks AWS again', async () => {
    const { cache, ssm } = makeCache({ maxAge: 60 });
    const handle = cache.parameter('/none', { default: 'd' });
    for (let count = 0; count < 10; count += 1) await handle.get();

    expect(ssm.count()).toBe(1);
  });

  it('does not cover a refusal, a failure or an unusable value', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/denied', 'v');
    parameters.deny('/denied');
    parameters.put('/bad', 'words');
    const denied = await rejection(cache.parameter('/denied', { default: 'd' }).get());
    const unusable = await rejection(cache.parameter('/bad', { default: 1, transform: 'number' }).get());
    ssm.instead = () => ({});
    const failed = await rejection(cache.parameter('/failing', { default: 'd' }).get());

    expect([denied.name, unusable.name, failed.name]).toEqual([
      'ParameterAccessDeniedError',
      'TransformError',
      'RefreshError',
    ]);
  });

  it('does not cover a request that AWS finds malformed', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => {
      throw Object.assign(new Error(), { name: 'ValidationException' });
    };

    const error = await rejection(cache.parameter('not//valid', { default: 'd' }).get());

    expect(error.names).toEqual(['not//valid']);
  });

  it('does not help another handle that has none', async () => {
    const { cache } = makeCache();
    const [lenient, strict] = [cache.parameter('/none', { default: 'd' }), cache.parameter('/none')];
    const error = rejection(strict.get());

    await expect(lenient.get()).resolves.toBe('d');
    expect((await error).name).toBe('InvalidParameterError');
  });

  it('is undefined for an optional value, which then counts as loaded', async () => {
    const { cache, ssm } = makeCache();
    const handle = cache.parameter('/none', { optional: true });

    await expect(handle.get()).resolves.toBeUndefined();
    expect(handle.value).toBeUndefined();
    await cache.ready();
    expect(ssm.count()).toBe(1);
    expect((await rejection(cache.parameter('/none', { optional: false }).get())).name).toBe(
      'InvalidParameterError',
    );
  });
});

const messageFor = async (content: string | Uint8Array, key: string): Promise<string> => {
  const { cache, secrets } = makeCache();
  secrets.put('db', content);
  const { message } = await rejection(cache.secret('db', { key }).get());
  return message;
};

const withFields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));

const tokens = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tok_${index}_51HabcKEY99`, 1]));

const fields = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));

const FIRST_TEN = Array.from({ length: 10 }, (_, index) => `"f${index}"`).join(', ');

describe('A key that a JSON secret lacks', () => {
  it.each<[string, object, string]>([
    ['two fields', { user: 'u', pass: 'p' }, 'its keys are "user", "pass"'],
    ['no field', {}, 'its keys are none'],
    ['a key that may be a secret', { user: 'u', tok_51HabcKEY99: 1 }, 'its keys are "user", 1 other'],
    ['two such keys', { tok_51HabcKEY99: 1, tok_51HabcKEY98: 2 }, 'its keys are 2 others'],
    ['a field after many such keys', { ...tokens(199), user: 'u' }, 'its keys are "user", 199 others'],
    ['a field after too many of them', { ...tokens(200), user: 'u' }, 'its keys are 201 others'],
    ['more fields than are told', fields(12), `its keys are ${FIRST_TEN}, 2 others`],
  ])('is told with the fields that there are: %s', async (_title, content, told) => {
    const message = await messageFor(JSON.stringify(content), 'password');

    expect(message).toContain(`it has no key "password"; ${told}.`);
    expect(message).not.toContain('tok_');
  });

  it('is told with ten fields at the most', async () => {
    const ten = await messageFor(JSON.stringify(withFields(10)), 'password');
    const twelve = await messageFor(JSON.stringify(withFields(12)), 'password');

    expect(ten).toMatch(/"field8", "field9"\. Store/);
    expect(twelve).toMatch(/"field8", "field9", 2 others\. Store/);
  });

  it.each([
    ['nothing', '{"a":null}'],
    ['a list', '{"a":["b"]}'],
    ['text', '{"a":"b"}'],
  ])('is told to be sought in %s', async (_title, text) => {
    expect(await messageFor(text, 'a.b')).toContain(
      'it has no key "a.b", since it is not a JSON object there',
    );
  });
});

describe('The key of a secret that is no JSON', () => {
  it('is told to be sought in bad JSON', async () => {
    expect(await messageFor('c4n4ry', 'a')).toMatch(/: it is not valid JSON\. Store/);
  });

  it('is told to be sought in bytes, even if they hold JSON', async () => {
    expect(await messageFor(Buffer.from('{"a":1}'), 'a')).toContain('it is not text, so it cannot be JSON');
  });
});

describe('A value that does not exist', () => {
  it('that does not exist is replaced by the default, which is left as it is', async () => {
    const { cache } = makeCache();
    const byDefault = { names: ['a'] };
    const list = cache.parameter<{ names: string[] }>('/list', { transform: 'json', default: byDefault });

    expect(await list.get()).toBe(byDefault);
    expect(Object.isFrozen(byDefault)).toBe(false);
  });
});
