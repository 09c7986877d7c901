import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsUnderTest, outcome, refused, WAYS } from './support/both-ways.js';

const levels = (count: number) => '/l'.repeat(count);

describe.each(WAYS)('Parameter Store, writing, %s', (_way, start) => {
  let aws: AwsUnderTest;
  afterEach(() => aws.close());

  const get = (Name: string, WithDecryption?: boolean) =>
    outcome(aws.send(new GetParameterCommand({ Name, WithDecryption })));
  const put = (input: any) => outcome(aws.send(new PutParameterCommand(input)));
  const remove = (Name: string) => outcome(aws.send(new DeleteParameterCommand({ Name })));
  const label = (Name: string, Labels: any, ParameterVersion?: number) =>
    outcome(aws.send(new LabelParameterVersionCommand({ Name, Labels, ParameterVersion })));
  const history = (Name: string, rest: object = {}) =>
    outcome(aws.send(new GetParameterHistoryCommand({ Name, ...rest })));

  it('counts versions from 1, and again from 1 after a deletion', async () => {
    aws = await start();
    const input = { Name: 'foo', Value: 'v', Type: 'String' };
    expect(await put(input)).toEqual({ Version: 1, Tier: 'Standard' });
    expect(await put({ ...input, Value: 'w', Overwrite: true })).toEqual({ Version: 2, Tier: 'Standard' });
    expect(await get('foo:1')).toHaveProperty('Parameter.Value', 'v');
    expect(await get('foo')).toHaveProperty('Parameter.Value', 'w');
    expect(await remove('foo')).toEqual({});
    expect(await get('foo')).toEqual(refused('ParameterNotFound'));
    expect(await put(input)).toEqual({ Version: 1, Tier: 'Standard' });
    expect(await get('foo:2')).toHaveProperty('error', 'ParameterVersionNotFound');
  });

  it('overwrites only when told to, and takes "/foo" for "foo"', async () => {
    aws = await start({ parameters: { foo: 'v' } });
    for (const Name of ['foo', '/foo']) {
      expect(await put({ Name, Value: 'w', Type: 'String' })).toEqual(
        refused(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
        ),
      );
    }
    expect(await put({ Name: '/foo', Value: 'w', Overwrite: true })).toHaveProperty('Version', 2);
  });

  it('keeps what an overwriting request leaves out', async () => {
    aws = await start();
    await put({
      Name: 's',
      Value: 'v1',
      Type: 'SecureString',
      KeyId: 'alias/shop',
      Description: 'd',
      AllowedPattern: 'v\\d',
      Tier: 'Advanced',
      DataType: 'text',
      Tags: [{ Key: 'team', Value: 'shop' }],
    });
    expect(await put({ Name: 's', Value: 'v2', Overwrite: true })).toEqual({ Version: 2, Tier: 'Advanced' });
    const { Parameters } = await history('s', { WithDecryption: true });
    const common = {
      Name: 's',
      Type: 'SecureString',
      KeyId: 'alias/shop',
      Description: 'd',
      AllowedPattern: 'v\\d',
      Tier: 'Advanced',
      DataType: 'text',
      Policies: [],
      Labels: [],
      LastModifiedDate: expect.any(Date),
      LastModifiedUser: expect.any(String),
    };
    expect(Parameters).toEqual([
      { ...common, Value: 'v1', Version: 1 },
      { ...common, Value: 'v2', Version: 2 },
    ]);
    expect(await put({ Name: 's', Value: 'x', Overwrite: true })).toEqual(
      refused(
        'ParameterPatternMismatchException',
        'Parameter value, cannot be validated against allowedPattern: v\\d',
      ),
    );
  });

  it.each([
    [{ Name: 'a/b' }, 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
    [{ Name: 'ssm-x' }, 'ValidationException', /can't be prefixed with "aws" or "ssm"/],
    [{ Name: 'AWSx' }, 'ValidationException', /can't be prefixed with "aws" or "ssm"/],
    [{ Name: '/ssm/x' }, 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
    [{ Name: '/aws/x' }, 'AccessDeniedException', /^No access to reserved parameter name: \/aws\/x\.$/],
    [{ Name: levels(16) }, 'HierarchyLevelLimitExceededException', /at most 15 levels/],
    [{ Name: 'n'.repeat(1000) }, 'ValidationException', /too long/],
    [{ Name: undefined }, 'ValidationException', /at 'name'.*must not be null/],
    [{ Value: undefined }, 'ValidationException', /Value null at 'value'/],
    [{ Value: '' }, 'ValidationException', /: Value at 'value' .* greater than or equal to 1$/],
    [{ Value: 'v'.repeat(4097) }, 'ValidationException', /^Standard tier .* maximum .* 4096/],
    [{ Value: 'v'.repeat(8193), Tier: 'Advanced' }, 'ValidationException', /^Advanced tier .* 8192/],
    [{ Value: '{{ssm:x}}' }, 'ValidationException', /can't nest another parameter/],
    [{ Type: undefined }, 'ValidationException', /type is required/],
    [
      { Type: 'Foo' },
      'ValidationException',
      /Value 'Foo' at 'type' failed to satisfy constraint: Member must satisfy enum value set: \[SecureString, StringList, String\]/,
    ],
    [{ KeyId: 'alias/x' }, 'ValidationException', /KeyId is required for SecureString/],
    [{ KeyId: 'no spaces' }, 'ValidationException', /regular expression pattern: \[a-zA-Z0-9:\/_-\]\+/],
    [{ DataType: 'Text' }, 'ValidationException', /data type is not supported: Text/],
    [{ AllowedPattern: '(' }, 'InvalidAllowedPatternException', /not valid: \(/],
    [{ AllowedPattern: '\\d+' }, 'ParameterPatternMismatchException', /allowedPattern/],
    [
      { Tags: Array.from({ length: 1001 }, () => ({ Key: 'k', Value: 'v' })) },
      'ValidationException',
      /Value '\[\{key=k, value=v\}, .* less than or equal to 1000$/,
    ],
    [{ Overwrite: true, Tags: [] }, 'ValidationException', /tags and overwrite/],
  ])('refuses %j', async (input, error, message) => {
    aws = await start();
    expect(await put({ Name: 'foo', Value: 'a-secret', Type: 'String', ...input })).toEqual(
      refused(error, expect.stringMatching(message)),
    );
  });

  it('accepts what is just within the limits', async () => {
    aws = await start();
    const accepted = [
      { Name: levels(15) },
      { Name: 'a', Value: 'v'.repeat(4096) },
      { Name: 'b', Value: 'v'.repeat(8192), Tier: 'Advanced' },
      { Name: 'c', Value: 'v'.repeat(8192), Tier: 'Intelligent-Tiering' },
      { Name: 'd', Tier: 'Intelligent-Tiering' },
    ];
    const tiers = [];
    for (const input of accepted) tiers.push((await put({ Value: 'v', Type: 'String', ...input })).Tier);
    expect(tiers).toEqual(['Standard', 'Standard', 'Advanced', 'Advanced', 'Standard']);
  });

  it('does not change the type of a parameter', async () => {
    aws = await start({ parameters: { foo: 'v' } });
    expect(await put({ Name: 'foo', Value: 'v', Type: 'StringList', Overwrite: true })).toEqual(
      refused('HierarchyTypeMismatchException', expect.any(String)),
    );
    expect(() => aws.parameterStore.put('foo', ['a'])).toThrow('changing a parameter type');
  });

  it('keeps a hundred versions, the labelled oldest above all', async () => {
    aws = await start();
    for (let version = 1; version <= 101; version++) aws.parameterStore.put('foo', `v${version}`);
    expect(await get('foo:1')).toHaveProperty('error', 'ParameterVersionNotFound');
    expect(await get('foo:2')).toHaveProperty('Parameter.Value', 'v2');
    await label('foo', ['keep'], 2);
    expect(await put({ Name: 'foo', Value: 'w', Overwrite: true })).toEqual(
      refused(
        'ParameterMaxVersionLimitExceeded',
        expect.stringContaining("Version 2, the oldest version, can't be deleted because it has a label"),
      ),
    );
    await label('foo', ['keep'], 3);
    expect(await put({ Name: 'foo', Value: 'w', Overwrite: true })).toHaveProperty('Version', 102);
  });

  it('refuses to encrypt with a key that is disabled or denied', async () => {
    aws = await start();
    const input = { Name: 's', Value: 'v', Type: 'SecureString' };
    aws.parameterStore.disableKey('alias/aws/ssm');
    expect(await put(input)).toEqual(refused('InvalidKeyId', 'alias/aws/ssm is disabled.'));
    aws.parameterStore.deny({ action: 'kms:*', resource: 'alias/mine' });
    expect(await put({ ...input, KeyId: 'alias/mine' })).toHaveProperty('error', 'AccessDeniedException');
    expect(await put({ ...input, KeyId: 'alias/other' })).toHaveProperty('Version', 1);
  });

  it('deletes what there is, and no version of it', async () => {
    aws = await start({ parameters: { foo: 'v' } });
    expect(await remove('missing')).toEqual(refused('ParameterNotFound'));
    expect(await remove('a//b')).toHaveProperty('error', 'ValidationException');
    aws.parameterStore.deny({ action: 'ssm:DeleteParameter' });
    expect(await remove('foo')).toHaveProperty('error', 'AccessDeniedException');
    aws.parameterStore.allow();
    expect(await remove('/foo')).toEqual({});
  });

  describe('labels', () => {
    it('belong to one version at a time', async () => {
      aws = await start({ parameters: { foo: 'v1' } });
      aws.parameterStore.put('foo', 'v2');
      expect(await label('foo', ['prod'], 1)).toEqual({ InvalidLabels: [], ParameterVersion: 1 });
      expect(await get('foo:prod')).toHaveProperty('Parameter.Value', 'v1');
      expect(await label('foo', ['prod', 'blue'])).toEqual({ InvalidLabels: [], ParameterVersion: 2 });
      expect(await get('foo:prod')).toHaveProperty('Parameter.Value', 'v2');
      const { Parameters } = await history('foo');
      expect(Parameters.map(({ Labels }: any) => Labels)).toEqual([[], ['blue', 'prod']]);
    });

    it('that are malformed are listed, the others attached', async () => {
      aws = await start({ parameters: { foo: 'v' } });
      const InvalidLabels = ['1st', 'aws-x', 'SSMx', 'a b', 'a/b'];
      expect(await label('foo', [...InvalidLabels, 'v7'])).toEqual({ InvalidLabels, ParameterVersion: 1 });
      expect(await get('foo:v7')).toHaveProperty('Parameter.Selector', ':v7');
    });

    const ten = Array.from({ length: 10 }, (_, index) => `label-${index}`);

    it.each([
      ['missing', ['a'], undefined, 'ParameterNotFound', 'UnknownError'],
      ['foo', ['a'], 7, 'ParameterVersionNotFound', expect.stringContaining('version 7 of foo')],
      ['foo', [...ten, 'eleven'], 1, 'ValidationException', expect.stringContaining("at 'labels'")],
      ['foo', ['l'.repeat(101)], 1, 'ValidationException', expect.stringContaining("at 'labels'")],
      ['foo', [], 1, 'ValidationException', expect.stringContaining("at 'labels'")],
      ['f//o', ['a'], 1, 'ValidationException', expect.any(String)],
    ])('of %s cannot be %j on version %p', async (name, labels, version, error, message) => {
      aws = await start({ parameters: { foo: 'v' } });
      expect(await label(name, labels, version)).toEqual(refused(error, message));
    });

    it('are ten to a version', async () => {
      aws = await start({ parameters: { foo: { value: 'v', labels: ten } } });
      expect(await label('foo', ['label-3'])).toHaveProperty('InvalidLabels', []);
      expect(await label('foo', ['eleven'])).toEqual(
        refused('ParameterVersionLabelLimitExceeded', expect.stringContaining('maximum 10 labels')),
      );
    });
  });

  describe('the history', () => {
    it('comes in pages, oldest first, whatever the order of lists', async () => {
      aws = await start({ options: { order: 'shuffled' } });
      for (let version = 1; version <= 12; version++) aws.parameterStore.put('foo', `v${version}`);
      const first = await history('foo', { MaxResults: 5 });
      const second = await history('foo', { MaxResults: 50, NextToken: first.NextToken });
      const versions = [...first.Parameters, ...second.Parameters].map(({ Version }: any) => Version);
      expect(versions).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
      expect(second).not.toHaveProperty('NextToken');
      expect(await history('foo', { NextToken: 'x' })).toHaveProperty('error', 'InvalidNextToken');
    });

    it('is of an existing parameter, and decrypted when asked', async () => {
      aws = await start({ parameters: { s: { value: 'v', type: 'SecureString' } } });
      expect(await history('missing')).toEqual(refused('ParameterNotFound'));
      expect(await history('a b')).toHaveProperty('error', 'ValidationException');
      expect((await history('s')).Parameters[0].Value).not.toBe('v');
      expect((await history('s', { WithDecryption: true })).Parameters[0].Value).toBe('v');
    });
  });
});
