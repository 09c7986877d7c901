import { DescribeParametersCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsUnderTest, outcome, refused, WAYS } from './support/both-ways.js';

const PATH_RULES =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

const TREE = {
  root: 'v',
  '/foo/x': 'v',
  '/foo/y/z': { value: 'v', type: 'SecureString', keyId: 'alias/shop' },
  '/foobar/x': ['v'],
  '/aws/service/ami': 'v',
} as const;

const names = ({ Parameters }: any) => Parameters.map(({ Name }: any) => Name);

describe.each(WAYS)('Parameter Store, listing, %s', (_way, start) => {
  let aws: AwsUnderTest;
  afterEach(() => aws.close());

  const list = (Path: any, rest: object = {}) =>
    outcome(aws.send(new GetParametersByPathCommand({ Path, ...rest })));
  const describeAll = (rest: object = {}) => outcome(aws.send(new DescribeParametersCommand(rest)));

  async function complaint(filter: object): Promise<string> {
    return (await list('/', { ParameterFilters: [filter] })).message;
  }

  /** The names of all pages, page by page. */
  async function pages(Path: string, MaxResults?: number): Promise<string[][]> {
    const all: string[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await list(Path, { MaxResults, NextToken });
      all.push(names(page));
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return all;
  }

  it.each([
    ['/', false, ['root']],
    ['/', true, ['/foo/x', '/foo/y/z', '/foobar/x', 'root']],
    ['/foo', false, ['/foo/x']],
    ['/foo/', false, ['/foo/x']],
    ['/foo', true, ['/foo/x', '/foo/y/z']],
    ['/fo', true, []],
    ['/foo/x', true, []],
    ['/missing', true, []],
    ['/aws/service', true, ['/aws/service/ami']],
  ])('lists %p, recursively: %p', async (path, Recursive, expected) => {
    aws = await start({ parameters: TREE });
    const answer = await list(path, { Recursive });
    expect(names(answer)).toEqual(expected);
    expect(answer).not.toHaveProperty('NextToken');
  });

  it.each(['foo', 'foo/x', '//', '/foo:1', '/a b'])('refuses the path %p', async (path) => {
    aws = await start();
    expect(await list(path)).toEqual(refused('ValidationException', PATH_RULES));
  });

  it('gives the values as GetParameters does', async () => {
    aws = await start({ parameters: TREE });
    const { Parameters } = await list('/foo/y', { WithDecryption: true });
    expect(Parameters[0]).toEqual(expect.objectContaining({ Value: 'v', Version: 1, Type: 'SecureString' }));
    const encrypted = await list('/foo/y');
    expect(encrypted.Parameters[0].Value).not.toBe('v');
    aws.parameterStore.disableKey('alias/shop');
    expect(await list('/foo', { Recursive: true, WithDecryption: true })).toHaveProperty(
      'error',
      'InvalidKeyId',
    );
  });

  it.each([
    [[{ Key: 'Type', Values: ['SecureString'] }], ['/foo/y/z']],
    [[{ Key: 'Type', Values: ['SecureString', 'String'] }], ['/foo/x', '/foo/y/z', 'root']],
    [[{ Key: 'Type', Option: 'BeginsWith', Values: ['String'] }], ['/foo/x', '/foobar/x', 'root']],
    [[{ Key: 'KeyId', Values: ['alias/shop'] }], ['/foo/y/z']],
    [[{ Key: 'KeyId', Option: 'BeginsWith', Values: ['alias/'] }], ['/foo/y/z']],
    [[{ Key: 'KeyId', Values: ['alias/aws/ssm'] }], []],
    [
      [
        { Key: 'Type', Values: ['SecureString'] },
        { Key: 'KeyId', Values: ['no'] },
      ],
      [],
    ],
  ])('filters by %j', async (ParameterFilters, expected) => {
    aws = await start({ parameters: TREE });
    expect(names(await list('/', { Recursive: true, ParameterFilters }))).toEqual(expected);
  });

  it('gives the version that has the label', async () => {
    aws = await start({ parameters: TREE });
    aws.parameterStore.label('/foo/x', 'blue');
    aws.parameterStore.put('/foo/x', 'newer');
    const { Parameters } = await list('/foo', { ParameterFilters: [{ Key: 'Label', Values: ['blue'] }] });
    expect(Parameters).toEqual([expect.objectContaining({ Value: 'v', Version: 1 })]);
    expect(await list('/foo', { ParameterFilters: [{ Key: 'Label', Values: ['red'] }] })).toEqual({
      Parameters: [],
    });
  });

  it.each([
    [{ Key: 'Foo', Values: ['x'] }, 'ValidationException'],
    [{ Key: 'Type', Option: '', Values: ['x'] }, 'ValidationException'],
    [{ Key: 'Type', Values: [] }, 'ValidationException'],
    [{ Key: 'Type', Values: [''] }, 'ValidationException'],
    [{ Key: 'Type', Values: Array.from({ length: 51 }, () => 'String') }, 'ValidationException'],
    [{ Key: 'Name', Values: ['x'] }, 'InvalidFilterKey'],
    [{ Key: 'Path', Values: ['/x'] }, 'InvalidFilterKey'],
    [{ Key: 'Tier', Values: ['Standard'] }, 'InvalidFilterKey'],
    [{ Key: 'DataType', Values: ['text'] }, 'InvalidFilterKey'],
    [{ Key: 'tag:x', Values: ['x'] }, 'InvalidFilterKey'],
    [{ Key: 'Type', Option: 'Contains', Values: ['String'] }, 'InvalidFilterOption'],
    [{ Key: 'Label', Option: 'BeginsWith', Values: ['x'] }, 'InvalidFilterOption'],
    [{ Key: 'Type', Values: ['test'] }, 'InvalidFilterValue'],
    [{ Key: 'Type' }, 'InvalidFilterValue'],
    [{ Values: ['x'] }, 'ValidationException'],
  ])('refuses the filter %j with %s', async (filter, error) => {
    aws = await start();
    expect(await list('/', { ParameterFilters: [filter] })).toEqual(refused(error, expect.any(String)));
  });

  it('says which filters it would accept', async () => {
    aws = await start();
    expect(await complaint({ Key: 'Name', Values: ['x'] })).toBe(
      'The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId, Label].',
    );
    expect(await complaint({ Key: 'Type', Option: 'X', Values: ['String'] })).toBe(
      'The following filter option is not valid: X. Valid options include: [BeginsWith, Equals].',
    );
    expect(await complaint({ Key: 'Type', Values: ['test'] })).toBe(
      'The following filter value is not valid: test. Valid values include: [String, StringList, SecureString].',
    );
  });

  it('refuses pages of more than ten', async () => {
    aws = await start();
    expect(await list('/', { MaxResults: 23 })).toEqual(
      refused(
        'ValidationException',
        "1 validation error detected: Value '23' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10",
      ),
    );
    expect(await list('/', { MaxResults: 0 })).toHaveProperty('error', 'ValidationException');
    expect(await list('no', { MaxResults: 0, ParameterFilters: [{ Key: 'Foo' }] })).toHaveProperty(
      'message',
      expect.stringMatching(/^2 validation errors detected: .*filters\.1\.member\.key.*; .*maxResults/i),
    );
  });

  it('is authorised on the path: children that are denied are listed', async () => {
    aws = await start({ parameters: TREE });
    aws.parameterStore.deny('/foo/x');
    expect(names(await list('/foo'))).toEqual(['/foo/x']);
    aws.parameterStore.deny('/foo/*');
    expect(await list('/foo')).toEqual(
      refused(
        'AccessDeniedException',
        expect.stringContaining(
          'ssm:GetParametersByPath on resource: arn:aws:ssm:us-east-1:123456789012:parameter/foo/',
        ),
      ),
    );
  });

  describe('in pages', () => {
    const twenty = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`/p/${String(index).padStart(2, '0')}`, `v${index}`]),
    );

    it('has ten a page, and no token after the last', async () => {
      aws = await start({ parameters: twenty });
      expect((await pages('/p')).map(({ length }) => length)).toEqual([10, 10]);
      expect((await pages('/p', 7)).map(({ length }) => length)).toEqual([7, 7, 6]);
      expect((await pages('/p', 3)).flat()).toEqual(Object.keys(twenty));
    });

    it('may have a token after a last page that is full', async () => {
      aws = await start({ parameters: twenty, options: { pages: 'trailing' } });
      expect((await pages('/p')).map(({ length }) => length)).toEqual([10, 10, 0]);
      expect((await pages('/p', 7)).map(({ length }) => length)).toEqual([7, 7, 6]);
    });

    it('may have empty pages in between', async () => {
      aws = await start({ parameters: twenty, options: { pages: 'sparse', order: 'shuffled' } });
      const all = await pages('/p');
      expect(all.map(({ length }) => length)).toEqual([0, 10, 0, 10]);
      expect(all.flat()).not.toEqual(Object.keys(twenty));
      expect(all.flat().toSorted()).toEqual(Object.keys(twenty));
    });

    it('goes on where it was when names come and go', async () => {
      aws = await start({ parameters: twenty });
      const { NextToken } = await list('/p');
      aws.parameterStore.delete('/p/09');
      aws.parameterStore.delete('/p/12');
      aws.parameterStore.put('/p/091', 'new');
      expect(names(await list('/p', { NextToken, MaxResults: 3 }))).toEqual(['/p/091', '/p/10', '/p/11']);
    });

    it('refuses a token that it did not give out, or not for this path', async () => {
      aws = await start({ parameters: twenty });
      const { NextToken } = await list('/p');
      for (const [path, token] of [
        ['/p', 'nonsense'],
        ['/p', 'bnVsbA'],
        ['/q', NextToken],
      ]) {
        expect(await list(path, { NextToken: token })).toEqual(
          refused('InvalidNextToken', expect.any(String)),
        );
      }
    });
  });

  describe('without values', () => {
    it("describes the account's own parameters", async () => {
      aws = await start({
        parameters: {
          '/aws/service/ami': 'v',
          a: {
            value: 'v1',
            type: 'SecureString',
            description: 'first',
            allowedPattern: 'v.',
            tier: 'Advanced',
            dataType: 'text',
          },
        },
      });
      const { Parameters } = await describeAll();
      expect(Parameters).toEqual([
        {
          Name: 'a',
          ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/a',
          Type: 'SecureString',
          KeyId: 'alias/aws/ssm',
          LastModifiedDate: expect.any(Date),
          LastModifiedUser: 'arn:aws:iam::123456789012:user/test-user',
          Description: 'first',
          AllowedPattern: 'v.',
          Version: 1,
          Tier: 'Advanced',
          Policies: [],
          DataType: 'text',
        },
      ]);
    });

    it.each([
      [{ ParameterFilters: [{ Key: 'Name', Values: ['/root'] }] }, ['root']],
      [
        { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/foo/'] }] },
        ['/foo/x', '/foo/y/z'],
      ],
      [
        { ParameterFilters: [{ Key: 'Name', Option: 'Contains', Values: ['oo'] }] },
        ['/foo/x', '/foo/y/z', '/foobar/x', 'root'],
      ],
      [{ ParameterFilters: [{ Key: 'Path', Values: ['/foo'] }] }, ['/foo/x']],
      [
        { ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: ['/foo', '/foobar'] }] },
        ['/foo/x', '/foo/y/z', '/foobar/x'],
      ],
      [{ ParameterFilters: [{ Key: 'Tier', Values: ['Advanced'] }] }, []],
      [
        { ParameterFilters: [{ Key: 'DataType', Values: ['text'] }] },
        ['/foo/x', '/foo/y/z', '/foobar/x', 'root'],
      ],
      [{ ParameterFilters: [{ Key: 'tag:team', Values: ['shop'] }] }, []],
      [{ ParameterFilters: [{ Key: 'tag:team' }] }, []],
      [{ Filters: [{ Key: 'Name', Values: ['/foo/y'] }] }, ['/foo/y/z']],
      [{ Filters: [{ Key: 'Type', Values: ['StringList'] }] }, ['/foobar/x']],
      [{ MaxResults: 1 }, ['/foo/x']],
    ])('filters by %j', async (input, expected) => {
      aws = await start({ parameters: TREE });
      expect(names(await describeAll(input))).toEqual(expected);
    });

    it('filters by tags', async () => {
      aws = await start({ parameters: { ...TREE, t: { value: 'v', tags: { team: 'shop' } } } });
      for (const filter of [{ Key: 'tag:team', Values: ['shop'] }, { Key: 'tag:team' }]) {
        expect(names(await describeAll({ ParameterFilters: [filter] }))).toEqual(['t']);
      }
    });

    it.each([
      [{ MaxResults: 51 }, 'ValidationException'],
      [{ NextToken: 'nonsense' }, 'InvalidNextToken'],
      [{ ParameterFilters: [{ Key: 'Label', Values: ['x'] }] }, 'InvalidFilterKey'],
      [{ Filters: [], ParameterFilters: [] }, 'ValidationException'],
      [{ Filters: [{ Key: 'Path', Values: ['/x'] }] }, 'ValidationException'],
    ])('refuses %j with %s', async (input, error) => {
      aws = await start();
      expect(await describeAll(input)).toEqual(refused(error, expect.any(String)));
    });

    it('can be denied as an action', async () => {
      aws = await start();
      aws.parameterStore.deny({ action: 'DescribeParameters' });
      expect(await describeAll()).toEqual(
        refused('AccessDeniedException', expect.stringContaining('ssm:DescribeParameters')),
      );
    });
  });
});
