import { describe, expect, it } from '@jest/globals';
import {
  SsmFilterKeyId,
  SsmFilterLabel,
  SsmFilterType,
  type ParameterFilter,
  type SsmFilter,
} from 'nestjs-ssm-cache';
import { thrown } from '../../support/make-cache.js';
import { operations, startWorld } from '../support/world.js';

const contents = () => ({
  parameters: {
    '/p/list': ['a', 'b'],
    '/p/text': 'text',
    '/p/token': { value: 't0ken', type: 'SecureString' as const, keyId: 'alias/shop' },
  },
});

const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `alias/${index}`);

const REFUSED: [string, SsmFilter | ParameterFilter][] = [
  ['an unknown key', { Key: 'Owner', Values: ['me'] }],
  ['a key that AWS takes elsewhere only', { Key: 'Name', Values: ['text'] }],
  ['an unknown option', { Key: 'Type', Option: 'Contains', Values: ['String'] }],
  ['an option that this key does not take', { Key: 'Label', Option: 'BeginsWith', Values: ['live'] }],
  ['no value', { Key: 'Type', Values: [] }],
  ['no values at all', { Key: 'Type' }],
  ['an empty value', { Key: 'KeyId', Values: [''] }],
  ['a type that there is not', { Key: 'Type', Values: ['Text'] }],
  ['more than 50 values', { Key: 'KeyId', Values: values(51) }],
  ['a filter of a class without a value', new SsmFilterType()],
  ['a filter of a class with more than 50 values', new SsmFilterKeyId().values(values(51))],
  ['a type that there is not, by a class', new SsmFilterType().value('Text' as 'String')],
];

describe('A filter', () => {
  it.each(REFUSED)('is refused before any call when it has %s', async (_what, filter) => {
    const { aws, cache } = await startWorld(contents());

    expect(thrown(() => cache.parameters('/p', { filters: [filter] })).code).toBe('SSM_CACHE_INVALID_FILTER');
    await expect(cache.createGroup().parameters('/p', { filters: [filter] })).rejects.toMatchObject({
      name: 'InvalidFilterError',
      names: ['/p'],
    });
    expect(aws.calls).toEqual([]);
  });

  it('takes up to 50 values, repeated ones counted once', async () => {
    const { cache } = await startWorld(contents());
    const filter = new SsmFilterKeyId().values([...values(49), 'alias/shop', 'alias/shop', 'alias/1']);

    expect(await cache.createGroup().parameters('/p', { filters: [filter] })).toHaveLength(1);
  });

  it.each<[string, SsmFilter | ParameterFilter, string[]]>([
    ['a type', new SsmFilterType().value('String'), ['/p/text']],
    ['several types', new SsmFilterType().values(['String', 'StringList']), ['/p/list', '/p/text']],
    ['the beginning of a type', new SsmFilterType('BeginsWith').value('StringList'), ['/p/list']],
    ['a key', new SsmFilterKeyId().value('alias/shop'), ['/p/token']],
    ['the beginning of a key', new SsmFilterKeyId('BeginsWith').value('alias/'), ['/p/token']],
    ['a plain object', { Key: 'Type', Option: 'Equals', Values: ['SecureString'] }, ['/p/token']],
    ['a plain object without option', { Key: 'Type', Values: ['SecureString'] }, ['/p/token']],
  ])('lists by %s', async (_what, filter, names) => {
    const { cache } = await startWorld(contents());
    const listed = await cache.createGroup().parameters('/p', { filters: [filter] });

    expect(listed.map(({ name }) => name)).toEqual(names);
  });

  it('by label lists the versions that have it', async () => {
    const { aws, cache } = await startWorld(contents());
    aws.parameterStore.label('/p/text', 'live');
    aws.parameterStore.put('/p/text', 'newer');
    const filters = [new SsmFilterLabel().value('live')];
    const [text] = await cache.createGroup().parameters('/p', { filters });

    expect([text?.value, text?.version]).toEqual(['text', 1]);
  });

  it.each([['before'], ['after']])(
    'by label leaves the latest versions alone that are listed %s it, or declared, in the same group',
    async (order) => {
      const { aws, cache } = await startWorld(contents());
      aws.parameterStore.label('/p/text', 'live');
      aws.parameterStore.put('/p/text', 'newer');
      const group = cache.createGroup();
      const list = {
        latest: () => group.parameters('/p'),
        labelled: () => group.parameters('/p', { filters: [new SsmFilterLabel().value('live')] }),
      };
      const declared = group.parameter('/p/text');
      await (order === 'before' ? list.latest() : list.labelled());
      const [labelled] = await list.labelled();
      const latest = (await list.latest()).find(({ name }) => name === '/p/text');
      await group.refresh();

      expect([labelled?.value, labelled?.version]).toEqual(['text', 1]);
      expect([latest?.value, declared.value, declared.version]).toEqual(['newer', 'newer', 2]);
      expect(latest).toBe(declared);
      expect(group.size).toBe(4);
    },
  );

  it('is one of several that all have to match, in any order: the order is no part of identity', async () => {
    const { aws, cache } = await startWorld(contents());
    const type = new SsmFilterType().values(['SecureString', 'String']);
    const sameType = { Key: 'Type', Option: 'Equals', Values: ['String', 'SecureString', 'String'] };
    const key = new SsmFilterKeyId('BeginsWith').value('alias/');
    const group = cache.createGroup();
    const first = await group.parameters('/p', { filters: [type, key] });
    const second = await group.parameters('/p', { filters: [key, sameType] });

    expect(first.map(({ name }) => name)).toEqual(['/p/token']);
    expect(second[0]).toBe(first[0]);
    expect(cache.parameters('/p', { filters: [type, key] })).toBe(
      cache.parameters('/p', { filters: [key, sameType] }),
    );
    expect(operations(aws)).toEqual(['GetParametersByPath']);
    expect(cache.parameters('/p', { filters: [type] })).not.toBe(cache.parameters('/p', { filters: [key] }));
  });

  it('that is changed after it was used changes nothing', async () => {
    const { cache } = await startWorld(contents());
    const filter = new SsmFilterType().value('String');
    const tree = cache.parameters('/p', { filters: [filter] });
    filter.value('StringList');

    await expect(tree.get()).resolves.toEqual({ text: 'text' });
  });
});
