import { describe, expect, it } from '@jest/globals';
import { thrown } from '../../support/make-cache.js';
import { operations, startWorld } from '../support/world.js';

/** A parameter that holds `one` in version 1, labelled `live`, and `two` in version 2. */
const twoVersions = async (options: Parameters<typeof startWorld>[0] = {}) => {
  const world = await startWorld({ parameters: { '/shop/x': 'one' }, ...options });
  world.aws.parameterStore.label('/shop/x', 'live');
  world.aws.parameterStore.put('/shop/x', 'two');
  return world;
};

describe('A version', () => {
  it.each([
    ['aws', 'eu-west-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('is chosen by number or label, on a name or an ARN (%s)', async (partition, region) => {
    const { aws, cache } = await twoVersions({ partition, region });
    const arn = `arn:${partition}:ssm:${region}:123456789012:parameter/shop/x`;
    const names = ['/shop/x', arn].flatMap((name) => ['', ':1', ':2', ':live'].map((end) => name + end));
    const handles = names.map((name) => cache.parameter(name));
    await cache.ready();

    const expected = [
      ['two', 2],
      ['one', 1],
      ['two', 2],
      ['one', 1],
    ];
    expect(handles.map(({ value, version }) => [value, version])).toEqual([...expected, ...expected]);
    expect(handles.map(({ fullName }) => fullName)).toEqual(names);
    expect(new Set(handles.map(({ name }) => name))).toEqual(new Set(['/shop/x', arn]));
    expect(operations(aws)).toEqual(['GetParameters']);
  });

  it.each([':0', ':-1', ':', ':1:2', ':1.5', ':01', ':1live', ':li ve'])(
    '%s is refused before any call, on a name and an ARN',
    async (selector) => {
      const { aws, cache } = await startWorld();
      for (const name of ['x', '/shop/x', 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/x']) {
        expect(thrown(() => cache.parameter(name + selector))).toMatchObject({
          name: 'InvalidVersionError',
          names: [name + selector],
        });
        expect(thrown(() => cache.createGroup().parameter(name + selector)).name).toBe('InvalidVersionError');
      }
      expect(aws.calls).toEqual([]);
    },
  );

  it.each(['/shop/x:9', '/shop/x:unknown', 'arn:aws:ssm:us-east-1:123456789012:parameter/shop/x:9'])(
    'that does not exist is an error that names it: %s',
    async (name) => {
      const { cache } = await twoVersions();
      const others = cache.parameter('/shop/x');
      const [failed, found] = await Promise.allSettled([cache.parameter(name).get(), others.get()]);

      expect(failed).toMatchObject({
        status: 'rejected',
        reason: {
          name: 'InvalidParameterError',
          names: [name],
          message: expect.stringContaining(`"${name}"`),
        },
      });
      expect(found).toMatchObject({ value: 'two' });
    },
  );

  it('stands beside another of the same name, in one batch and in one group', async () => {
    const { aws, cache } = await twoVersions();
    const group = cache.createGroup({ basePath: '/shop' });
    const members = ['/x', '/x:1', '/x:2', '/x:live'].map((name) => group.parameter(name));
    await members[0]?.get();

    expect(members.map(({ value }) => value)).toEqual(['two', 'one', 'two', 'one']);
    expect(group.size).toBe(4);
    expect(operations(aws)).toEqual(['GetParameters']);
  });

  it('that is pinned never moves with a refresh, a label moves with the label, and the latest always', async () => {
    const { aws, cache } = await twoVersions();
    const group = cache.createGroup();
    const [latest, pinned, labelled] = ['/shop/x', '/shop/x:1', '/shop/x:live'].map((name) =>
      group.parameter(name),
    );
    await group.refresh();
    aws.parameterStore.put('/shop/x', 'three');
    aws.parameterStore.label('/shop/x', 'live');
    await group.refresh();

    expect([latest, pinned, labelled].map((handle) => [handle?.value, handle?.version])).toEqual([
      ['three', 3],
      ['one', 1],
      ['three', 3],
    ]);
  });

  it('that is pinned does not move when it expires, either', async () => {
    const { aws, cache, runtime } = await twoVersions();
    const pinned = cache.parameter('/shop/x:1', { maxAge: 60 });
    await pinned.get();
    aws.parameterStore.put('/shop/x', 'three');
    await runtime.advance(61);

    await expect(pinned.get()).resolves.toBe('one');
    expect(pinned.version).toBe(1);
  });

  it('may go down, when a parameter is deleted and created again', async () => {
    const { aws, cache } = await twoVersions();
    const latest = cache.parameter('/shop/x');
    await latest.get();
    expect(latest.version).toBe(2);
    aws.parameterStore.delete('/shop/x');
    aws.parameterStore.put('/shop/x', 'anew');
    await latest.refresh();

    expect([latest.value, latest.version]).toEqual(['anew', 1]);
  });
});
