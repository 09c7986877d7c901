import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inspect } from 'node:util';
import { makeCache, rejection, thrown } from '../../support/make-cache.js';

/** The answer to whatever is asked for, as AWS would give it. */
const answering = () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  made.ssm.instead = (_operation, { Names, Path }) => ({
    Parameters: (Names ?? [`${Path}/leaf`]).map((fullName: string) => {
      const [Name, label] = fullName.split(/(?=:)/);
      return { Name, Selector: label, Type: 'String', Value: `value of ${fullName}`, Version: 1 };
    }),
  });
  made.vault.instead = (_operation, { SecretId }) => ({
    Name: SecretId,
    SecretString: `value of ${SecretId}`,
  });
  return made;
};

const NAMES: Readonly<Record<string, string>> = {
  ['__proto__']: '__proto__',
  constructor: 'constructor',
  hasOwnProperty: 'hasOwnProperty',
  toString: 'toString',
  'a path to __proto__': '/__proto__/polluted',
  '2,048 characters': `/${'x'.repeat(2_047)}`,
  'a lone surrogate': '/a\ud800b',
  'text from right to left': '/\u202eevil\u202c',
  NUL: '/a\0b',
  'a forged line': '/a\n[Nest] 1 - ERROR forged\r\nforged again',
  'a terminal escape': '/\u001b[2J\u001b]0;title\u0007\u009b31m',
  'line separators': '/a\u2028b\u2029c\u0085d',
  'invisible characters': '/a\u200b\u00ad\ufeffb\u{e0041}',
  'empty segments': '/a//b///c/',
  'slashes alone': '////',
  'an emoji': '/🔑',
  quotes: '/"\'`${x}\\',
  'a format': '/%s%j%o%%',
};
/** What would end a line, command a terminal, or show a text as what it is not. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const messagesOf = async (name: string): Promise<readonly string[]> => {
  const { cache, runtime, ssm, vault } = answering();
  const handles = [cache.parameter(name), cache.secret(name), cache.parameter(name, { transform: 'number' })];
  const errors = [thrown(() => cache.group(name)), thrown(() => cache.parameter('x', { basePath: name }))];
  errors.push(
    thrown(() => void handles[0]?.value),
    await rejection(handles[2]!.get()),
  );
  await handles[0]!.get();
  for (const code of [
    'ThrottlingException',
    'ParameterNotFound',
    'AccessDeniedException',
    'ValidationException',
  ]) {
    ssm.instead = () => {
      throw Object.assign(new Error('failed'), { name: code });
    };
    vault.instead = ssm.instead;
    errors.push(await rejection(handles[0]!.refresh()), await rejection(handles[1]!.get()));
    errors.push(await rejection(cache.createGroup().parameter(name).get()));
  }
  handles[0]!.onChange(() => {
    throw new Error('no');
  });
  cache.close();
  errors.push(await rejection(handles[0]!.get()));
  return [
    ...errors.map(({ message }) => message),
    ...handles.map((handle) => inspect(handle)),
    ...runtime.messages,
  ];
};

describe('A hostile name', () => {
  it.each(Object.entries(NAMES))('is a name like any other: %s', async (_title, name) => {
    const { cache } = answering();

    await expect(cache.parameter(name).get()).resolves.toBe(`value of ${name}`);
    await expect(cache.secret(name).get()).resolves.toBe(`value of ${name}`);
    await expect(cache.createGroup().parameter(name).get()).resolves.toBe(`value of ${name}`);
    expect(cache.inspect().filter((entry) => entry.name === name)).toHaveLength(3);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(Object.entries(NAMES))('forges no line and commands no terminal: %s', async (_title, name) => {
    for (const message of await messagesOf(name)) expect(message).not.toMatch(UNPRINTABLE);
  });

  it('is shown as what it is', async () => {
    const messages = await messagesOf('/a\nb');

    expect(messages.some((message) => message.includes(String.raw`"/a\u{a}b" was`))).toBe(false);
    expect(messages.some((message) => message.includes(String.raw`"/a\u{a}b"`))).toBe(true);
  });

  it('of any text is a name, or a typed error, and forges nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (text) => {
        const { cache } = answering();
        const failure = await Promise.resolve()
          .then(() => cache.parameter(text).get())
          .then(
            () => undefined,
            (error: unknown) => error as Error & { code?: string },
          );
        if (failure === undefined) return;
        expect(failure.code).toMatch(/^SSM_CACHE_/);
        expect(failure.message).not.toMatch(UNPRINTABLE);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', ' ', '\n', undefined, null, 7, {}, Symbol('name'), Object.create(null)])(
    'that is none is a typed error at once: %p',
    (name) => {
      const { cache } = answering();
      const group = cache.createGroup();
      for (const ask of [
        () => cache.parameter(name),
        () => cache.secret(name),
        () => cache.parameters(name),
        () => cache.group(name),
        () => group.parameter(name),
        () => group.secret(name),
      ]) {
        expect(thrown(ask).code).toMatch(/^SSM_CACHE_/);
      }
    },
  );

  it('that is longer than AWS takes is a typed error that does not repeat it', () => {
    const { cache } = answering();
    const name = `/${'x'.repeat(2_048)}`;
    for (const ask of [() => cache.parameter(name), () => cache.secret(name), () => cache.parameters(name)]) {
      const { code, message } = thrown(ask);
      expect(code).toBe('SSM_CACHE_INVALID_PARAMETER');
      expect(message).toContain('2048');
      expect(message.length).toBeLessThan(200);
    }
  });
});

describe('A hostile name under a path', () => {
  const listing = (...names: readonly string[]) => {
    const made = makeCache();
    made.ssm.instead = () => ({
      Parameters: names.map((Name) => ({ Name, Type: 'String', Value: `value of ${Name}`, Version: 1 })),
    });
    return made;
  };
  const names = [
    '/t/__proto__/polluted',
    '/t/constructor/prototype/polluted',
    '/t/toString',
    '/t/hasOwnProperty',
  ];

  it.each(['tree', 'record', 'map'] as const)('pollutes nothing and is read: %s', async (shape) => {
    const value: any = await listing(...names)
      .cache.parameters<any>('/t', { shape })
      .get();

    expect(({} as any).polluted).toBeUndefined();
    expect((Object as any).prototype.polluted).toBeUndefined();
    const read = (name: string): unknown => {
      if (shape === 'map') return value.get(name);
      if (shape === 'record') return Object.getOwnPropertyDescriptor(value, name)?.value;
      return name
        .split('/')
        .reduce((node, level) => Object.getOwnPropertyDescriptor(node, level)?.value, value);
    };
    for (const name of names) expect(read(name.slice('/t/'.length))).toBe(`value of ${name}`);
  });

  it.each([
    ['/t/a', '/t/a/b'],
    ['/t/a/b', '/t/a'],
  ])('may be that of a value and of a level: %s, %s', async (...both) => {
    await expect(
      listing(...both)
        .cache.parameters('/t')
        .get(),
    ).resolves.toEqual({
      a: { '': 'value of /t/a', b: 'value of /t/a/b' },
    });
  });

  it.each([
    ['of another path', '/u/a'],
    ['of a path that begins alike', '/tt/a'],
    ['of the path itself', '/t'],
    ['too long', `/t/${'a/'.repeat(50_000)}b`],
  ])('that is %s is an answer that makes no sense, and is not repeated', async (_title, name) => {
    const { cache, ssm, runtime } = listing('/t/a');
    const tree = cache.parameters('/t');
    await tree.get();
    ssm.instead = () => ({ Parameters: [{ Name: name, Type: 'String', Value: 'v', Version: 1 }] });
    const refresh = rejection(tree.refresh());
    await runtime.advance(1);
    const { code, message } = await refresh;

    expect(code).toBe('SSM_CACHE_REFRESH');
    expect(message).not.toContain(`"${name}"`.replace('"/t"', 'never'));
    expect(tree.value).toEqual({ a: 'value of /t/a' });
  });

  it.each(['/t/a//b', '/t//', '/t/ '])('may have empty segments: %p', async (name) => {
    const value = await listing(name).cache.parameters('/t', { shape: 'map' }).get();

    expect([...(value as Map<string, string>)]).toEqual([[name.slice('/t/'.length), `value of ${name}`]]);
  });
});
