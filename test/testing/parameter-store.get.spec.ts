import { GetParameterCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsUnderTest, outcome, refused, WAYS } from './support/both-ways.js';

const MALFORMED =
  'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';
const ARN = 'arn:aws:ssm:us-east-1:123456789012:parameter';

const clock = () => 1_553_305_645_235;
const serialization = (message: string) => refused('SerializationException', message);
const denial = (action: string) =>
  `User: arn:aws:sts::123456789012:assumed-role/test-role/test-session is not authorized to perform: ssm:${action} on resource: ${ARN}/prod/b because no identity-based policy allows the ssm:${action} action`;

describe.each(WAYS)('Parameter Store, reading by name, %s', (_way, start) => {
  let aws: AwsUnderTest;
  afterEach(() => aws.close());

  const get = (Name: any, WithDecryption?: boolean) =>
    outcome(aws.send(new GetParameterCommand({ Name, WithDecryption })));
  const getAll = (Names: any, WithDecryption?: boolean) =>
    outcome(aws.send(new GetParametersCommand({ Names, WithDecryption })));

  it('answers with the members that AWS answers with', async () => {
    aws = await start({ parameters: { foo: 'abc123' }, options: { clock } });
    expect(await getAll(['foo:1', 'missing'])).toEqual({
      InvalidParameters: ['missing'],
      Parameters: [
        {
          ARN: `${ARN}/foo`,
          DataType: 'text',
          LastModifiedDate: new Date(clock()),
          Name: 'foo',
          Selector: ':1',
          Type: 'String',
          Value: 'abc123',
          Version: 1,
        },
      ],
    });
  });

  it('always has both lists, and no selector that was not asked for', async () => {
    aws = await start({ parameters: { foo: 'abc123' } });
    expect(await getAll(['missing'])).toEqual({ InvalidParameters: ['missing'], Parameters: [] });
    const { Parameters, InvalidParameters } = await getAll(['foo']);
    expect(InvalidParameters).toEqual([]);
    expect(Parameters[0]).not.toHaveProperty('Selector');
    expect(Parameters[0]).not.toHaveProperty('SourceResult');
  });

  it.each([
    ['foo', 'foo', undefined, '/foo'],
    ['/a/b', '/a/b', undefined, '/a/b'],
    ['foo:1', 'foo', ':1', '/foo'],
    ['foo:prod', 'foo', ':prod', '/foo'],
    [`${ARN}/foo`, 'foo', undefined, '/foo'],
    [`${ARN}/a/b`, '/a/b', undefined, '/a/b'],
    [`${ARN}/a/b:1`, '/a/b', ':1', '/a/b'],
    ['/foo', '/foo', undefined, '/foo'],
    ['bar', 'bar', undefined, '/bar'],
    ['  foo  ', 'foo', undefined, '/foo'],
  ])('finds what is asked for as %p', async (asked, Name, Selector, path) => {
    aws = await start({ parameters: { foo: { value: 'v', labels: ['prod'] }, '/bar': 'v', '/a/b': 'v' } });
    const expected = expect.objectContaining({ Name, ARN: ARN + path, Value: 'v' });
    const one = await get(asked);
    const { Parameters, InvalidParameters } = await getAll([asked]);
    expect([one.Parameter.Selector, Parameters[0].Selector]).toEqual([Selector, Selector]);
    expect([one.Parameter, Parameters[0]]).toEqual([expected, expected]);
    expect(InvalidParameters).toEqual([]);
  });

  it.each([
    ['missing', refused('ParameterNotFound')],
    ['missing:1', refused('ParameterNotFound')],
    ['FOO', refused('ParameterNotFound')],
    ['foo:1:2', refused('ParameterNotFound')],
    ['aws-like', refused('ParameterNotFound')],
    [`${ARN}/missing`, refused('ParameterNotFound')],
    [
      'foo:7',
      refused(
        'ParameterVersionNotFound',
        'Systems Manager could not find version 7 of foo. Verify the version and try again.',
      ),
    ],
    ['foo:blue', refused('ParameterVersionNotFound', expect.stringContaining('blue of foo'))],
  ])('does not find %p: an error for one, an entry for several', async (name, error) => {
    aws = await start({ parameters: { foo: 'v' } });
    expect(await get(name)).toEqual(error);
    expect(await getAll([name, 'foo'])).toEqual({
      InvalidParameters: [name],
      Parameters: [expect.objectContaining({ Name: 'foo' })],
    });
  });

  it.each(['a/b/c', '/a//b', '/a/', '/', 'in ner', 'é', 'a$'])(
    'refuses everything for the malformed name %p',
    async (name) => {
      aws = await start({ parameters: { foo: 'v' } });
      expect(await get(name)).toEqual(refused('ValidationException', MALFORMED));
      expect(await getAll(['foo', name])).toEqual(refused('ValidationException', MALFORMED));
    },
  );

  it('refuses an ARN that is none of a parameter', async () => {
    aws = await start();
    const arn = 'arn:aws:s3:::bucket';
    expect(await get(arn)).toEqual(refused('ValidationException', `Invalid parameter ARN: ${arn}`));
  });

  it.each([
    [
      Array.from({ length: 11 }, (_, index) => `n${index}`),
      "1 validation error detected: Value '[n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
    ],
    [
      [],
      "1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      undefined,
      "1 validation error detected: Value null at 'names' failed to satisfy constraint: Member must not be null",
    ],
    [
      ['a', ''],
      "1 validation error detected: Value '[a, ]' at 'names' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1]",
    ],
  ])('refuses the names %p', async (names, message) => {
    aws = await start();
    expect(await getAll(names)).toEqual(refused('ValidationException', message));
  });

  it.each([undefined, ''])('refuses the name %p', async (name) => {
    aws = await start();
    expect(await get(name)).toEqual(refused('ValidationException', expect.stringContaining("at 'name'")));
  });

  it('refuses what is not of the right type', async () => {
    aws = await start();
    expect(await get(5)).toEqual(serialization('NUMBER_VALUE can not be converted to a String'));
    expect(await get(true)).toEqual(serialization('TRUE_VALUE can not be converted to a String'));
    expect(await get(['a'])).toEqual(serialization('Start of list found where not expected'));
    expect(await get({})).toEqual(serialization('Start of structure or map found where not expected.'));
    expect(await getAll('a')).toEqual(serialization('Expected list or null'));
    expect(await get('a', 'yes' as never)).toEqual(
      serialization('STRING_VALUE can not be converted to a Boolean'),
    );
  });

  it('asks once for names that are one, and lists them by the alphabet', async () => {
    aws = await start({ parameters: { b: '1', a: '2' } });
    const { Parameters } = await getAll(['b', 'a', '/b', 'b', 'b:1']);
    expect(Parameters.map(({ Name, Selector }: any) => [Name, Selector])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['b', ':1'],
    ]);
  });

  it('can refuse duplicates instead', async () => {
    aws = await start({ parameters: { b: '1' }, options: { duplicateNames: 'refused' } });
    expect(await getAll(['b', 'b'])).toEqual(
      refused('ValidationException', expect.stringContaining('unique')),
    );
    expect(await getAll(['b'])).toEqual(expect.objectContaining({ InvalidParameters: [] }));
  });

  it('can shuffle', async () => {
    const names = 'abcdefghij'.split('');
    aws = await start({
      parameters: Object.fromEntries(names.map((name) => [name, name])),
      options: { order: 'shuffled' },
    });
    const { Parameters } = await getAll(names);
    const order = Parameters.map(({ Name }: any) => Name);
    expect(order).not.toEqual(names);
    expect(order.toSorted()).toEqual(names);
  });

  it('gives a SecureString encrypted unless asked to decrypt, the others as they are', async () => {
    const value = 'correct horse battery staple';
    aws = await start({ parameters: { s: { value, type: 'SecureString' }, l: ['x', 'y'], t: 'z' } });
    const { Parameters: plain } = await getAll(['s', 'l', 't'], true);
    expect(plain.map(({ Type, Value }: any) => [Type, Value])).toEqual([
      ['StringList', 'x,y'],
      ['SecureString', value],
      ['String', 'z'],
    ]);
    for (const flag of [undefined, false]) {
      const { Parameters } = await getAll(['s', 'l', 't'], flag);
      const [list, secure, text] = Parameters;
      expect([list.Value, text.Value, secure.Type]).toEqual(['x,y', 'z', 'SecureString']);
      expect(secure.Value).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(secure.Value, 'base64').toString('latin1')).not.toContain(value);
      expect(secure.Value).not.toContain(value);
      expect(await get('s', flag)).toEqual({ Parameter: secure });
    }
  });

  it('is not shown a key that is disabled or denied, except as ciphertext', async () => {
    aws = await start({ parameters: { s: { value: 'v', keyId: 'alias/shop' }, t: 'z' } });
    aws.parameterStore.disableKey('alias/shop');
    expect(await get('s', true)).toEqual(refused('InvalidKeyId', 'alias/shop is disabled.'));
    expect(await getAll(['t', 's'], true)).toEqual(refused('InvalidKeyId', expect.any(String)));
    expect(await getAll(['t', 's'])).toHaveProperty('Parameters.length', 2);
    aws.parameterStore.enableKey('alias/shop');
    expect(await get('s', true)).toHaveProperty('Parameter.Value', 'v');
    aws.parameterStore.deny({ action: 'kms:Decrypt', resource: 'alias/shop' });
    expect(await get('s', true)).toEqual(
      refused('AccessDeniedException', expect.stringMatching(/^The ciphertext refers to/)),
    );
  });

  it('refuses everything for one denied name, and names that one', async () => {
    aws = await start({ parameters: { '/prod/a': 'v', '/prod/b': 'v' } });
    aws.parameterStore.deny('/prod/b');
    expect(await getAll(['/prod/a', '/prod/b'])).toEqual(
      refused('AccessDeniedException', denial('GetParameters')),
    );
    expect(await get('/prod/b')).toEqual(refused('AccessDeniedException', denial('GetParameter')));
    expect(await getAll(['/prod/a'])).toHaveProperty('Parameters.length', 1);
    aws.parameterStore.allow('/prod/b');
    expect(await getAll(['/prod/a', '/prod/b'])).toHaveProperty('Parameters.length', 2);
  });

  it('finds public parameters, which belong to no account', async () => {
    const name = '/aws/service/global-infrastructure/regions/us-west-1/longName';
    aws = await start({ parameters: { [name]: 'US West (N. California)' } });
    const arn = `arn:aws:ssm:us-east-1::parameter${name}`;
    expect(await get(name)).toHaveProperty('Parameter.ARN', arn);
    expect(await get(arn)).toHaveProperty('Parameter.Name', name);
  });

  it('finds a parameter of another account by its ARN only', async () => {
    const arn = 'arn:aws:ssm:us-east-1:999999999999:parameter/shared';
    aws = await start({ parameters: { [arn]: 'v' } });
    expect(await get(arn)).toHaveProperty('Parameter.ARN', arn);
    expect(await getAll(['shared', arn])).toEqual({
      InvalidParameters: ['shared'],
      Parameters: [expect.objectContaining({ Value: 'v' })],
    });
  });
});
