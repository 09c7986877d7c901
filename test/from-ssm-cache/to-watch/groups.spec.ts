import { describe, expect, it } from '@jest/globals';
import { operations, startWorld } from '../support/world.js';

const contents = () => ({
  parameters: {
    '/db/host': 'localhost',
    '/db/port': '5432',
    '/db/token': { value: 't0ken', type: 'SecureString' as const },
    'prod-db': 'a parameter',
  },
  secrets: { 'prod-db': 'a secret' },
});

describe('A group', () => {
  it('calls nothing when it is made, nor when members join it', async () => {
    const { aws, cache, runtime } = await startWorld(contents());
    const group = cache.createGroup({ basePath: '/db', maxAge: 1 });
    group.parameter('/host');
    group.secret('prod-db');
    await runtime.advance(60);

    expect(group.size).toBe(2);
    expect(aws.calls).toEqual([]);
  });

  it('is loaded by one read, of any member', async () => {
    const { aws, cache } = await startWorld(contents());
    const group = cache.createGroup({ basePath: '/db' });
    const [host, port, secret] = [
      group.parameter('/host'),
      group.parameter('/port'),
      group.secret('prod-db'),
    ];
    await port.get();

    expect([host.value, port.value, secret.value]).toEqual(['localhost', '5432', 'a secret']);
    expect(operations(aws).toSorted()).toEqual(['GetParameters', 'GetSecretValue']);
  });

  it('makes one call for two members that are read together, and none for the second of two in turn', async () => {
    const { aws, cache } = await startWorld(contents());
    const together = cache.createGroup();
    await Promise.all([together.parameter('/db/host').get(), together.parameter('/db/port').get()]);
    expect(operations(aws)).toEqual(['GetParameters']);

    const inTurn = cache.createGroup();
    const [host, port] = [inTurn.parameter('/db/host'), inTurn.parameter('/db/port')];
    await host.get();
    await port.get();
    expect(operations(aws)).toEqual(['GetParameters', 'GetParameters']);
  });

  it('asks for as few batches as AWS allows', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `/many/${index}`);
    const { aws, cache } = await startWorld({
      parameters: Object.fromEntries(names.map((name) => [name, 'x'])),
    });
    const group = cache.createGroup();
    const members = names.map((name) => group.parameter(name));
    await members[0]?.get();

    expect(operations(aws)).toEqual(['GetParameters', 'GetParameters', 'GetParameters']);
  });

  it('gives its decryption flag to its members, named and listed, and each may say otherwise', async () => {
    const { cache } = await startWorld(contents());
    const group = cache.createGroup({ basePath: '/db', withDecryption: false });
    const stored = group.parameter('/token');
    const decrypted = group.parameter('/token', { withDecryption: true });
    const listed = await group.parameters('/');

    expect(decrypted.value).toBe('t0ken');
    expect(stored.value).not.toContain('t0ken');
    expect(listed.find(({ name }) => name === '/db/token')?.value).toBe(stored.value);
  });

  it('gives it to members that decorators and registered groups bring, too', async () => {
    const { cache } = await startWorld(contents(), { groups: { stored: { withDecryption: false } } });
    const token = cache.parameter('/db/token', { group: 'stored' });

    await expect(token.get()).resolves.not.toContain('t0ken');
    expect(cache.group('stored').size).toBe(1);
  });

  it.each([
    ['', '/db/host'],
    ['/db', '/host'],
    ['/db/', '/host'],
  ])('has one member for one name, however often it is asked for (base path %j)', async (basePath, name) => {
    const { aws, cache } = await startWorld(contents());
    const group = cache.createGroup(basePath === '' ? {} : { basePath });
    const host = group.parameter(name);

    expect(group.parameter(name)).toBe(host);
    expect(group.parameter('/db/host', { basePath: false })).toBe(host);
    expect([group.size, host.name]).toEqual([1, '/db/host']);
    await host.get();
    expect(aws.calls[0]?.input).toMatchObject({ Names: ['/db/host'] });
    const listed = await group.parameters(name.replace('/host', '') || '/');
    expect(listed).toContain(host);
    expect(group.size).toBe(listed.length);
  });

  it('has two members for a parameter and a secret of one name', async () => {
    const { cache } = await startWorld(contents());
    const group = cache.createGroup();
    const [parameter, secret] = [group.parameter('prod-db'), group.secret('prod-db')];
    await parameter.get();

    expect(group.size).toBe(2);
    expect([parameter.value, secret.value]).toEqual(['a parameter', 'a secret']);
    expect([...group]).toEqual([parameter, secret]);
  });

  it('expires as one, and is read again as one', async () => {
    const { aws, cache, runtime } = await startWorld(contents());
    const group = cache.createGroup({ maxAge: 60 });
    const [host, port] = [group.parameter('/db/host'), group.parameter('/db/port')];
    await host.get();
    aws.parameterStore.put('/db/port', '1');
    aws.resetCalls();
    await runtime.advance(61);
    await host.get();

    expect(port.value).toBe('1');
    expect(operations(aws)).toEqual(['GetParameters']);
  });
});

describe('A refresh', () => {
  const filled = async () => {
    const world = await startWorld(contents());
    const group = world.cache.createGroup({ basePath: '/db' });
    const [host, port, secret] = [
      group.parameter('/host'),
      group.parameter('/port'),
      group.secret('prod-db'),
    ];
    await host.get();
    world.aws.parameterStore.put('/db/host', 'two');
    world.aws.parameterStore.put('/db/port', '2');
    world.aws.secretsManager.rotate('prod-db', 'secret two');
    world.aws.resetCalls();
    return { ...world, group, host, port, secret };
  };

  it('of a member is that of its group, in one round', async () => {
    const { aws, host, port, secret } = await filled();
    await secret.refresh();

    expect([host.value, port.value, secret.value]).toEqual(['two', '2', 'secret two']);
    expect(operations(aws).toSorted()).toEqual(['GetParameters', 'GetSecretValue']);
  });

  it('of all members and the group at once is one round', async () => {
    const { aws, host, port, secret, group } = await filled();
    await Promise.all([host.refresh(), group.refresh(), port.refresh(), secret.refresh(), host.refresh()]);

    expect([host.value, port.value, secret.value]).toEqual(['two', '2', 'secret two']);
    expect(operations(aws).toSorted()).toEqual(['GetParameters', 'GetSecretValue']);
  });

  it('of a parameter that is in no group is its own alone', async () => {
    const { aws, cache, host } = await filled();
    const alone = cache.parameter('/db/host');
    await alone.get();
    aws.resetCalls();
    await alone.refresh();

    expect(alone.value).toBe('two');
    expect(host.value).toBe('localhost');
    expect(aws.calls.map(({ input }) => input)).toEqual([{ Names: ['/db/host'], WithDecryption: true }]);
  });

  it('that fails leaves the values, and says what failed', async () => {
    const { aws, group, host, secret } = await filled();
    aws.secretsManager.delete('prod-db', { force: true });

    await expect(group.refresh()).rejects.toMatchObject({
      name: 'InvalidParameterError',
      names: ['prod-db'],
    });
    expect([host.value, secret.value]).toEqual(['localhost', 'a secret']);
  });
});
