import { describe, expect, it } from '@jest/globals';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { HeldParameterStore, HeldSecretsManager } from '../../support/held-clients.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

const parameter = (Name: string, Value: unknown, more: object = {}) => ({
  Name,
  Value,
  Type: 'String',
  Version: 1,
  ...more,
});

describe('Answers are matched', () => {
  it('in whatever order AWS gives them', async () => {
    const ssmClient = new HeldParameterStore(new InMemoryParameterStore({}, { order: 'shuffled' }));
    const secretsManagerClient = new HeldSecretsManager(
      new InMemorySecretsManager({}, { order: 'shuffled' }),
    );
    const { cache } = makeCache({ ssmClient, secretsManagerClient });
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    for (const name of names) {
      ssmClient.store.put(name, `parameter ${name}`);
      secretsManagerClient.store.put(name, `secret ${name}`);
    }

    await expect(Promise.all(names.map((name) => cache.parameter(name).get()))).resolves.toEqual(
      names.map((name) => `parameter ${name}`),
    );
    await expect(Promise.all(names.map((name) => cache.secret(name).get()))).resolves.toEqual(
      names.map((name) => `secret ${name}`),
    );
  });

  it('by selector: versions and labels of one name keep their own values', async () => {
    const { cache, parameters, ssm } = makeCache();
    for (const value of ['one', 'two', 'three']) parameters.put('/x', value);
    parameters.label('/x', 'live', 2);
    const handles = ['/x', '/x:1', '/x:2', '/x:3', '/x:live'].map((name) => cache.parameter(name));

    await expect(Promise.all(handles.map((handle) => handle.get()))).resolves.toEqual([
      'three',
      'one',
      'two',
      'three',
      'two',
    ]);
    expect(ssm.count()).toBe(1);
  });

  it('by ARN of a parameter, with and without selector', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/a/b', 'one');
    parameters.put('/a/b', 'two');
    parameters.put('flat', 'v');
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter';
    const handles = [`${arn}/a/b`, `${arn}/a/b:1`, `${arn}/flat`].map((name) => cache.parameter(name));

    await expect(Promise.all(handles.map((handle) => handle.get()))).resolves.toEqual(['two', 'one', 'v']);
    expect(handles[1]?.name).toBe(`${arn}/a/b`);
  });

  it('where AWS answers a request by ARN with nothing but the name', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({ Parameters: [parameter('/a/b', 'v')] });

    await expect(cache.parameter('arn:aws:ssm:us-east-1:123456789012:parameter/a/b').get()).resolves.toBe(
      'v',
    );
  });

  it('an ARN needs no base path', () => {
    const { cache } = makeCache({ basePath: '/prod' });
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/a/b';

    expect(cache.parameter(arn).name).toBe(arn);
  });

  it.each([
    ['foo', 'foo'],
    ['/foo', 'foo'],
    ['foo', '/foo'],
    ['/foo', '/foo'],
  ])('when "%s" is asked for and AWS answers "%s"', async (asked, answered) => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({ Parameters: [parameter(answered, 'v')], InvalidParameters: [] });

    await expect(cache.parameter(asked).get()).resolves.toBe('v');
  });

  it('by name and by ARN of a secret, full or partial, single or in a batch', async () => {
    const { cache, secrets, vault } = makeCache();
    for (const name of ['prod/db', 'a-bcdefg', 'other']) secrets.put(name, `value of ${name}`);
    const { ARN } = await secrets.getSecretValue({ SecretId: 'prod/db' });
    const partial = (ARN as string).replace(/-[A-Za-z0-9]{6}$/, '');
    const ids = ['prod/db', ARN as string, partial, 'a-bcdefg', 'other'];
    const expected = [
      ...Array.from({ length: 3 }, () => 'value of prod/db'),
      'value of a-bcdefg',
      'value of other',
    ];

    await expect(Promise.all(ids.map((id) => cache.secret(id).get()))).resolves.toEqual(expected);
    for (const [index, id] of ids.entries()) {
      await expect(cache.createGroup().secret(id).get()).resolves.toBe(expected[index]);
    }
    expect(vault.calls[0]?.operation).toBe('BatchGetSecretValue');
  });

  it('though AWS answers more than it was asked for', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({
      Parameters: [parameter('/other', 'foreign'), parameter('/x', 'mine'), parameter('/x/y', 'foreign')],
      Unknown: 1,
    });

    await expect(cache.parameter('/x').get()).resolves.toBe('mine');
  });
});

const nonsense: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', 'oops'],
  ['an empty object', {}],
  ['no list', { Parameters: undefined, InvalidParameters: undefined }],
  ['null for the list', { Parameters: null }],
  ['a string for the list', { Parameters: '/x' }],
  ['an object for the list', { Parameters: { Name: '/x' } }],
  ['an empty list', { Parameters: [], InvalidParameters: [] }],
  ['null entries', { Parameters: [null, undefined, 1, 'x'] }],
  ['another name', { Parameters: [parameter('/y', 'v')] }],
  ['a name with another selector', { Parameters: [parameter('/x', 'v', { Selector: ':7' })] }],
  ['no value', { Parameters: [{ Name: '/x', Type: 'String' }] }],
  ['null for the value', { Parameters: [parameter('/x', null)] }],
  ['a number for the value', { Parameters: [parameter('/x', 42)] }],
  ['an object for the value', { Parameters: [parameter('/x', {})] }],
  ['no type', { Parameters: [parameter('/x', 'v', { Type: undefined })] }],
  ['an unknown type', { Parameters: [parameter('/x', 'v', { Type: 'Map' })] }],
  ['no name', { Parameters: [{ Value: 'v', Type: 'String' }] }],
  ['a number for the name', { Parameters: [parameter(7 as unknown as string, 'v')] }],
  ['another name as invalid', { Parameters: [], InvalidParameters: ['/y', null, 3] }],
  ['a string for what is invalid', { InvalidParameters: '/x' }],
];

describe('An answer that makes no sense for a parameter', () => {
  it.each(nonsense)('(%s) is a failure that may pass', async (_title, body) => {
    const { cache, ssm, parameters, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    parameters.put('/x', 'good');
    const handle = cache.parameter('/x');
    await handle.get();
    ssm.instead = () => body;
    await runtime.advance(61);

    await expect(handle.get()).resolves.toBe('good');
    expect(handle.value).toBe('good');
    expect(cache.inspect()[0]?.lastError?.code).toBe('SSM_CACHE_REFRESH');
    const first = makeCache();
    first.ssm.instead = () => body;
    expect(await rejection(first.cache.parameter('/x').get())).toMatchObject({
      name: 'RefreshError',
      names: ['/x'],
    });
  });

  it('does not hinder the others in it', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({
      Parameters: [null, parameter('/bad', 7), parameter('/good', 'v'), 3],
      InvalidParameters: ['/missing'],
    });
    const outcomes = await Promise.allSettled(
      ['/good', '/bad', '/missing', '/absent'].map((name) => cache.parameter(name).get()),
    );

    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.name)),
    ).toEqual(['v', 'RefreshError', 'InvalidParameterError', 'RefreshError']);
  });

  it('may lack the version, or have it in the wrong type', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({
      Parameters: [parameter('/a', 'v', { Version: '3' }), parameter('/b', 'w', { Version: undefined })],
    });
    const handles = [cache.parameter('/a'), cache.parameter('/b')];

    await expect(Promise.all(handles.map((handle) => handle.get()))).resolves.toEqual(['v', 'w']);
    expect(handles.map(({ version }) => version)).toEqual([undefined, undefined]);
  });

  it.each([
    ['broken JSON', '{ "VersionId": '],
    ['a list', '["VersionId"]'],
    ['null', 'null'],
    ['no version', '{"Name":"db"}'],
    ['a number', '{"VersionId":7}'],
    ['something that is no text', 7],
  ])('may describe the secret it refers to by %s', async (_title, SourceResult) => {
    const { cache, ssm } = makeCache();
    const name = '/aws/reference/secretsmanager/db';
    ssm.instead = () => ({
      Parameters: [parameter(name, 'v', { Version: 0, Type: 'SecureString', SourceResult })],
    });

    await expect(cache.parameter(name).get()).resolves.toBe('v');
  });

  it.each(['VersionId', 'versionId', 'versionid'])('names the version of a secret as %s', async (key) => {
    const { cache, ssm } = makeCache();
    const name = '/aws/reference/secretsmanager/db';
    const SourceResult = JSON.stringify({ [key]: 'aaaa-bbbb', SecretString: 'v' });
    ssm.instead = () => ({
      Parameters: [parameter(name, 'v', { Version: 0, Type: 'SecureString', SourceResult })],
    });
    const handle = cache.parameter(name);
    await handle.get();

    expect(handle.version).toBe('aaaa-bbbb');
  });
});

const secretNonsense: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', 'oops'],
  ['an empty object', {}],
  ['a number for the text', { Name: 's', SecretString: 7 }],
  ['an object for the text', { Name: 's', SecretString: {} }],
  ['text for the bytes', { Name: 's', SecretBinary: 'text' }],
];

const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf';

const FOREIGN_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:other-AbCdEf';

describe('An answer that makes no sense for a secret', () => {
  it.each(secretNonsense)('(%s) is a failure that may pass, single or in a batch', async (_title, body) => {
    const { cache, vault, secrets, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    secrets.put('s', 'good');
    secrets.put('t', 'good');
    const [one, other] = [cache.secret('s'), cache.secret('t')];
    await Promise.all([one.get(), other.get()]);
    vault.instead = (operation) =>
      operation === 'GetSecretValue' || typeof body !== 'object' || body === null
        ? body
        : { SecretValues: [null, { ...body, Name: 's' }, { ...body, Name: 't' }], Errors: [null] };
    await runtime.advance(61);
    await expect(Promise.all([one.get(), other.get()])).resolves.toEqual(['good', 'good']);
    expect(one.version).toBeDefined();
    await runtime.advance(61);
    await expect(one.get()).resolves.toBe('good');

    expect(cache.inspect().map(({ lastError }) => lastError?.code)).toEqual([
      'SSM_CACHE_REFRESH',
      'SSM_CACHE_REFRESH',
    ]);
  });

  it.each([
    ['no lists', {}],
    ['null lists', { SecretValues: null, Errors: null }],
    ['foreign names', { SecretValues: [{ Name: 'x', SecretString: 'v' }], Errors: [{ SecretId: 'y' }] }],
    [
      'errors without code',
      { SecretValues: [], Errors: [{ SecretId: 's' }, { SecretId: 't', ErrorCode: 7 }] },
    ],
  ])('of a batch (%s) is a failure that may pass', async (_title, body) => {
    const { cache, vault } = makeCache();
    vault.instead = () => body;
    const errors = await Promise.all(['s', 't'].map((id) => rejection(cache.secret(id).get())));

    expect(errors.map(({ name }) => name)).toEqual(['RefreshError', 'RefreshError']);
  });

  it.each([
    ['another name', 's', { Name: 'other' }],
    ['another name and ARN', 's', { Name: 'other', ARN: FOREIGN_ARN }],
    ['the ARN of another', 's', { ARN: FOREIGN_ARN }],
    ['the ARN of another for an ARN', ARN, { ARN: FOREIGN_ARN }],
    ['numbers for name and ARN', 's', { Name: 7, ARN: 7 }],
  ])('(%s) is not taken for the one that was asked for', async (_title, id, members) => {
    const { cache, vault } = makeCache();
    vault.instead = () => ({ ...members, SecretString: 'foreign', VersionId: 'v' });

    expect((await rejection(cache.secret(id).get())).name).toBe('RefreshError');
  });

  it.each([
    ['neither name nor ARN', 's', {}],
    ['the name alone', 's', { Name: 's' }],
    ['the ARN alone', 's', { ARN }],
    ['name and ARN', ARN, { Name: 's', ARN }],
    ['name and ARN for a partial ARN', ARN.slice(0, -7), { Name: 's', ARN }],
  ])('may identify the secret by %s', async (_title, id, members) => {
    const { cache, vault } = makeCache();
    vault.instead = () => ({ ...members, SecretString: 'mine', VersionId: 'v' });

    await expect(cache.secret(id).get()).resolves.toBe('mine');
  });

  it('may lack the version', async () => {
    const { cache, vault } = makeCache();
    vault.instead = () => ({ Name: 's', SecretString: 'v', VersionId: 3 });
    const handle = cache.secret('s');

    await expect(handle.get()).resolves.toBe('v');
    expect(handle.version).toBeUndefined();
  });
});

describe('A fake that throws for a name that does not exist', () => {
  const throwing = (name: string) => {
    const world = makeCache();
    world.ssm.instead = (_, { Names }) => {
      if ((Names as string[]).includes('/missing')) throw awsError(name);
      return { Parameters: (Names as string[]).map((known) => parameter(known, 'v')) };
    };
    return world.cache;
  };

  it.each(['ParameterNotFound', 'ParameterVersionNotFound'])(
    '(%s) is understood: the default is read, alone and in a batch',
    async (name) => {
      const alone = throwing(name).parameter('/missing', { default: 'none' });
      const cache = throwing(name);
      const together = ['/a', '/missing', '/b'].map((each) => cache.parameter(each, { default: 'none' }));

      expect(await alone.get()).toBe('none');
      expect(await Promise.all(together.map((handle) => handle.get()))).toEqual(['v', 'none', 'v']);
      expect((await rejection(cache.parameter('/missing').get())).name).toBe('InvalidParameterError');
    },
  );
});

describe('Answers of several accounts', () => {
  it('a parameter of ours is not confused with one of another account', async () => {
    const foreign = 'arn:aws:ssm:us-east-1:999999999999:parameter/a/b';
    const body = (order: number) => {
      const list = [
        { Name: '/a/b', Type: 'String', Value: 'theirs', Version: 1, ARN: foreign },
        {
          Name: '/a/b',
          Type: 'String',
          Value: 'ours',
          Version: 1,
          ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/a/b',
        },
      ];
      return { Parameters: order === 0 ? list : list.toReversed(), InvalidParameters: [] };
    };
    for (const order of [0, 1]) {
      const { cache, ssm } = makeCache();
      ssm.instead = () => body(order);
      const [ours, theirs] = [cache.parameter('/a/b'), cache.parameter(foreign)];
      await expect(Promise.all([ours.get(), theirs.get()])).resolves.toEqual(['ours', 'theirs']);
    }
  });

  it('a missing parameter of another account is not read from ours', async () => {
    const foreign = 'arn:aws:ssm:us-east-1:999999999999:parameter/a/b';
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({
      Parameters: [
        {
          Name: '/a/b',
          Type: 'String',
          Value: 'ours',
          Version: 1,
          ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/a/b',
        },
      ],
      InvalidParameters: [foreign],
    });
    const [ours, theirs] = [cache.parameter('/a/b'), cache.parameter(foreign)];
    const theirError = rejection(theirs.get());
    await expect(ours.get()).resolves.toBe('ours');
    expect((await theirError).name).toBe('InvalidParameterError');
  });

  it('a secret of ours is not confused with one of another account', async () => {
    const foreign = 'arn:aws:secretsmanager:us-east-1:999999999999:secret:db-AbCdEf';
    for (const order of [0, 1]) {
      const { cache, vault } = makeCache();
      const list = [
        { Name: 'db', SecretString: 'theirs', VersionId: 'x', ARN: foreign },
        {
          Name: 'db',
          SecretString: 'ours',
          VersionId: 'y',
          ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-GhIjKl',
        },
      ];
      vault.instead = () => ({ SecretValues: order === 0 ? list : list.toReversed(), Errors: [] });
      const [ours, theirs] = [cache.secret('db'), cache.secret(foreign)];
      await expect(Promise.all([ours.get(), theirs.get()])).resolves.toEqual(['ours', 'theirs']);
    }
  });
});
