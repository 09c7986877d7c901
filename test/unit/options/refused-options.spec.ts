import { describe, expect, it } from '@jest/globals';
import { SsmParameter } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { checkedOptions, checkGroups, checkOptions } from '../../../lib/options/option-checks.js';
import { makeCache, thrown } from '../../support/make-cache.js';

const unreadable = (): object => ({
  get secret(): string {
    throw new Error('c4n4ry');
  },
});

const hostile = (): object =>
  new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('c4n4ry');
      },
    },
  );

const check = (of: Parameters<typeof checkOptions>[1], option: string, value: unknown) => () =>
  checkOptions({ [option]: value }, of, 'the place');

const refusal = (of: Parameters<typeof checkOptions>[1], option: string, value: unknown) => {
  const error = thrown(check(of, option, value));
  expect(error.names).toEqual(['the place']);
  return `${error.name}: ${error.message}`;
};

describe('A configuration of a client', () => {
  it.each([
    ['an array', []],
    ['text', 'eu-west-1'],
    ['a number', 7],
    ['null', null],
    ['a promise', Promise.resolve()],
    ['a map', new Map()],
    ['a URL', new URL('http://localhost:4566')],
  ])('that is %s is refused', (_title, value) => {
    for (const option of ['ssm', 'secretsManager']) {
      expect(refusal('cache', option, value)).toBe(
        `InvalidDeclarationError: the place: "${option}" must be an object.`,
      );
    }
  });

  it('that cannot be read is refused', () => {
    for (const value of [unreadable(), hostile()]) {
      expect(refusal('cache', 'ssm', value)).toBe(
        'InvalidDeclarationError: the place: "ssm" must be an object.',
      );
    }
  });

  it('may leave its credentials to the SDK, or have a function for them', () => {
    for (const credentials of [undefined, null, async () => ({})]) {
      expect(check('cache', 'ssm', { credentials })).not.toThrow();
    }
  });

  it('may be empty', () => {
    expect(check('cache', 'ssm', {})).not.toThrow();
    expect(check('cache', 'secretsManager', { region: 'eu-west-1' })).not.toThrow();
  });
});

describe('Options', () => {
  it('are copied, so that what becomes of them makes no difference', () => {
    const options = { maxAge: 60, versions: ['AWSCURRENT'] };
    const checked = checkedOptions(options, 'secret', 'the place');
    options.maxAge = 1;
    options.versions.push('AWSPREVIOUS');

    expect(checked).toEqual({ maxAge: 60, versions: ['AWSCURRENT'] });
    expect([checked, checked.versions].every(Object.isFrozen)).toBe(true);
  });

  it('that throw when they are read are refused, without what they threw', () => {
    const options = {
      get maxAge(): number {
        throw new Error('c4n4ry');
      },
    };
    for (const given of [options, hostile()]) {
      const error = thrown(() => makeCache().cache.parameter('/x', given));
      expect(error).toMatchObject({ name: 'InvalidDeclarationError', names: ['parameter "/x"'] });
      expect(error.message).toContain('Give a plain object.');
    }
  });

  it('that are none are refused, with the place they stand in', () => {
    for (const given of [null, 7, 'x', [], Promise.resolve()]) {
      const error = thrown(() => makeCache().cache.secret('s', given as never));
      expect(error).toMatchObject({ name: 'InvalidDeclarationError', names: ['secret "s"'] });
      expect(error.message).toBe('secret "s": the options must be an object.');
    }
  });
});

describe('A default', () => {
  it('is given as it is, without being looked at', async () => {
    for (const value of [unreadable(), hostile()]) {
      const handle = makeCache().cache.parameter('/x', { default: value as never });
      await handle.refresh();
      expect((handle.value as unknown) === value).toBe(true);
    }
  });

  it('that is a list is given as it is', async () => {
    const list = ['a'];
    const handle = makeCache().cache.parameter('/x', { default: list });
    await handle.refresh();

    expect(handle.value).toBe(list);
    expect(Object.isFrozen(list)).toBe(false);
  });

  it.each([[NaN], [0], [''], [null], [{ a: [1] }]])('may be %p', async (value) => {
    const handle = makeCache().cache.parameter('/x', { default: value as never });

    await expect(handle.get()).resolves.toEqual(value);
  });
});

describe('The names of groups', () => {
  it.each([[[]], [['db']], [['db', 'mail']]])('may be %p', (value) => {
    expect(check('module', 'groupNames', value)).not.toThrow();
  });

  it.each([['db'], [7], [{ length: 0 }], [['']], [['db', '']], [['', 'db']], [[7]]])(
    'are not %p',
    (value) => {
      expect(refusal('module', 'groupNames', value)).toContain('"groupNames" must be a list of names.');
    },
  );
});

describe('What is to be refreshed after an error', () => {
  const { cache } = makeCache({ groups: { db: {} } });
  const targets: [string, unknown][] = [
    ['the name of a property', 'password'],
    ['a group', { group: 'db' }],
    ['a handle', cache.parameter('/x')],
    ['the handle of a group', cache.group('db')],
    ['a function that holds one', Object.assign(() => {}, { [INTERNALS]: {} })],
  ];

  it.each(targets)('may be %s, alone or in a list', (_title, target) => {
    expect(check('retry', 'refresh', target)).not.toThrow();
    expect(check('retry', 'refresh', [target, 'user'])).not.toThrow();
  });

  it.each([
    [''],
    [7],
    [null],
    [{}],
    [[]],
    [cache],
    [new URL('http://localhost')],
    [{ group: '' }],
    [{ group: 7 }],
    [Object.assign(() => {}, { group: 'db' })],
  ])('is not %p, alone or in a list', (target) => {
    for (const refresh of [target, ['user', target], [target, 'user'], [target]]) {
      expect(refusal('retry', 'refresh', refresh)).toContain('"refresh" must be a decorated property');
    }
  });
});

describe('The errors to refresh on', () => {
  it('are refused as a list if one of them is no class', () => {
    for (const on of [[TypeError, 7], [7, TypeError], [() => true], [], [null], 'TypeError']) {
      expect(refusal('retry', 'on', on)).toContain('"on" must be an error class');
    }
  });
});

describe('A function', () => {
  it.each([['useFactory'], ['useClass']])('is what %s takes, and nothing else', (option) => {
    expect(check('async', option, class {})).not.toThrow();
    for (const value of [7, 'x', {}, null]) expect(refusal('async', option, value)).toContain(`"${option}"`);
  });

  it('or a name is what onRefresh takes', () => {
    expect(check('retry', 'onRefresh', 'connect')).not.toThrow();
    expect(check('retry', 'onRefresh', () => {})).not.toThrow();
    for (const value of [7, '', {}]) expect(refusal('retry', 'onRefresh', value)).toContain('"onRefresh"');
  });
});

describe('Secrets', () => {
  it("are batched as 'auto' says, or not at all", () => {
    expect(check('cache', 'batchSecrets', 'auto')).not.toThrow();
    expect(check('cache', 'batchSecrets', false)).not.toThrow();
    for (const value of [true, '', 'off', null]) {
      expect(refusal('cache', 'batchSecrets', value)).toContain('"batchSecrets" must be \'auto\' or false.');
    }
  });
});

describe('A wait', () => {
  it.each([
    ['group', 'minRefreshInterval'],
    ['retry', 'delay'],
  ] as const)('has an end: of a %s, "%s"', (of, option) => {
    expect(check(of, option, 1e9)).not.toThrow();
    for (const value of [Infinity, -1]) {
      expect(thrown(check(of, option, value)).message).toBe(
        `the place: "${option}" must be a finite number of seconds from 0, not ${value}.`,
      );
    }
  });

  it.each([
    ['module', 'maxAge'],
    ['module', 'maxStale'],
    ['module', 'minRefreshInterval'],
    ['module', 'refreshTimeout'],
    ['module', 'preloadTimeout'],
    ['config', 'preloadTimeout'],
    ['retry', 'delay'],
    ['retry', 'recoveryTimeout'],
  ] as const)('cannot be too long to be counted in milliseconds: of a %s, "%s"', (of, option) => {
    expect(check(of, option, 9_007_199_254_740)).not.toThrow();
    for (const value of [9_007_199_254_741, 1e306, Number.MAX_VALUE]) {
      expect(thrown(check(of, option, value))).toMatchObject({
        name: 'OptionRangeError',
        message: `the place: "${option}" must be at most 9007199254740 seconds, not ${value}.`,
      });
    }
  });

  it('out of range is told with the range, and with no more than the type of what is no number', () => {
    const { message } = thrown(check('group', 'maxAge', 'c4n4ry'));

    expect(message).toBe(
      'the place: "maxAge" must be a number of seconds from 0, not a value of type string.',
    );
  });
});

describe('A base path', () => {
  it('may be switched off', () => {
    for (const value of [false, '/', '/db']) expect(check('group', 'basePath', value)).not.toThrow();
  });

  it.each([
    ['db', 'db'],
    ['', ''],
    [7, 'a value of type number'],
    [true, 'a value of type boolean'],
    [{}, 'a value of type object'],
  ])('is not %p', (value, told) => {
    const error = thrown(check('group', 'basePath', value));

    expect(error).toMatchObject({ name: 'InvalidPathError', names: [told] });
    expect(error.message).toBe(`the place: the base path must begin with "/", and is "${told}".`);
  });
});

describe('Groups', () => {
  it.each([[7], ['db'], [[]], [null]])('that are %p are refused', (groups) => {
    const error = thrown(() => checkGroups(groups, 'the place'));

    expect(error).toMatchObject({ name: 'InvalidDeclarationError', names: ['the place'] });
    expect(error.message).toBe('the place: "groups" must be an object.');
  });

  it('tell in which of them an option is wrong, and where they are given', () => {
    const groups = { mail: {}, db: { maxAges: 1 } } as object;
    const error = thrown(() => makeCache({ groups: groups as never }));

    expect(error.message).toContain('SsmCache options group "db": unknown option "maxAges"');
    expect(thrown(check('feature', 'groups', groups)).message).toContain('the place group "db": unknown');
    expect(thrown(check('feature', 'groups', { db: { maxAge: -1 } })).name).toBe('OptionRangeError');
    expect(check('feature', 'groups', { db: { maxAge: 1 } })).not.toThrow();
  });
});

describe('A name', () => {
  it.each([
    ['a parameter', (name: string) => makeCache().cache.parameter(name)],
    ['a secret', (name: string) => makeCache().cache.secret(name)],
    ['a path', (name: string) => makeCache().cache.parameters(name)],
  ])('of %s is neither empty nor endless', (where, declare) => {
    for (const name of ['', ' ', 7 as never]) {
      const error = thrown(() => declare(name));
      expect(error).toMatchObject({ name: 'InvalidParameterError', names: [where] });
      expect(error.message).toContain(`${where}: `);
    }
    const error = thrown(() => declare(`/${'x'.repeat(2_048)}`));
    expect(error).toMatchObject({ name: 'InvalidParameterError', names: [where] });
    expect(error.message).toBe(
      `${where}: the name is longer than 2048 characters. Check how it is put together.`,
    );
    expect(() => declare(`/${'x'.repeat(2_047)}`)).not.toThrow();
  });

  it('of a path that a group lists is checked, and so are its options', async () => {
    const group = makeCache().cache.createGroup();

    await expect(group.parameters('')).rejects.toMatchObject({ names: ['a path'] });
    await expect(group.parameters('/db', { shape: 'map' } as never)).rejects.toMatchObject({
      names: ['path "/db"'],
    });
  });
});

describe('An option that cannot work is refused where it is given', () => {
  const { cache } = makeCache({ groups: { one: {}, two: {} } });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a misspelt one',
      () => cache.parameter('/x', { maxage: 5 } as never),
      /: unknown option "maxage"\. Did you mean "maxAge"\? The options are .*"maxAge"/,
    ],
    [
      'a text for a flag',
      () => cache.parameter('/x', { withDecryption: 'false' as never }),
      /must be true or false/,
    ],
    [
      'a text for optional',
      () => cache.parameter('/x', { optional: 'no' as never }),
      /must be true or false/,
    ],
    ['a number for a key', () => cache.secret('s', { key: 5 as never }), /"key" must be a text/],
    ['an empty version', () => cache.secret('s', { versionId: '' }), /"versionId" must be a text/],
    [
      'another group',
      () => cache.group('one').parameter('/x', { group: 'two' }),
      /of one group with the option "group"/,
    ],
    ['no name', () => cache.parameter(undefined as never), /: the name is empty\./],
    ['no id', () => cache.secret(undefined as never), /: the name is empty\./],
    ['no path', () => cache.parameters(undefined as never), /: the name is empty\./],
    ['no options', () => cache.parameter('/x', null as never), /must be an object/],
    ['no group', () => makeCache({ groups: { a: null as never } }), /must be an object/],
    ['batchSecrets: true', () => makeCache({ batchSecrets: true as never }), /must be 'auto' or false/],
    ['nothing to repeat', () => cache.parameter('/x').refreshOnError(undefined as never), /takes a function/],
  ])('%s', (_title, give, message) => {
    expect(thrown(give).message).toMatch(message);
  });
});

describe('The type of a declaration', () => {
  const { Promise: Later } = globalThis;

  it.each([String, Number, Boolean, Array, Uint8Array, Buffer, Map, Object, Later, SsmParameter])(
    'may be %p',
    (type) => {
      expect(check('@SsmParam', 'type', type)).not.toThrow();
    },
  );

  it.each([[class {}], [() => 'text'], ['String'], [7], [null], [{ [INTERNALS]: 'parameter' }]])(
    'is not %p',
    (type) => {
      expect(refusal('@SsmParam', 'type', type)).toContain(
        '"type" must be String, Number, Boolean, Array, Uint8Array, Buffer, Map, Object, Promise or the class of a handle.',
      );
    },
  );
});

describe('How many names are kept', () => {
  it.each([1, 10_000])('may be %p', (maxEntries) => {
    expect(check('cache', 'maxEntries', maxEntries)).not.toThrow();
  });

  it.each([[0], [-1], [1.5], [NaN], [Infinity], ['5']])('cannot be %p', (maxEntries) => {
    expect(thrown(check('cache', 'maxEntries', maxEntries)).message).toContain(
      'the place: "maxEntries" must be a whole number from 1',
    );
  });
});

describe('Local values', () => {
  it.each([[true], [false], [{ prefix: 'SSM_' }], [{ prefix: '_9' }]])(
    'may be read of the environment: %p',
    (env) => {
      expect(check('cache', 'local', { env })).not.toThrow();
    },
  );

  it.each([
    [1],
    ['SSM_'],
    [null],
    [{}],
    [{ prefix: '' }],
    [{ prefix: '9' }],
    [{ prefix: 'A-B' }],
    [{ prefix: 7 }],
    [{ prefix: 'A', suffix: 'B' }],
  ])('cannot be read of the environment by %p', (env) => {
    const error = thrown(check('cache', 'local', { env }));

    expect(error.names).toEqual(['the place local']);
    expect(error.message).toBe(
      'the place local: "env" must be true, false or { prefix: \'SSM_\' }, of letters, digits and underscores.',
    );
  });

  it('are in a file, or given', () => {
    expect(check('cache', 'local', 'aws.local.json')).not.toThrow();
    expect(thrown(check('cache', 'local', { values: {} })).message).toContain(
      'the place local: unknown option "values"',
    );
    for (const local of ['', 7, true]) {
      expect(refusal('cache', 'local', local)).toContain(
        '"local" must be the path of a file, or an object of options.',
      );
    }
  });
});

describe('A configuration of a client that is the instance of a class', () => {
  it('is used as it is', () => {
    class Configuration {
      readonly #region = 'eu-west-1';
      get region(): string {
        return this.#region;
      }
    }
    const ssm = new Configuration();

    expect(checkedOptions({ ssm }, 'cache', 'the place').ssm).toBe(ssm);
  });

  it('is copied where it is a plain object', () => {
    const ssm = { region: 'eu-west-1' };
    const checked = checkedOptions({ ssm }, 'cache', 'the place');
    ssm.region = 'us-east-1';

    expect(checked.ssm).toEqual({ region: 'eu-west-1' });
  });
});
