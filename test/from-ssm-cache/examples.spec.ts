import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SSMClient } from '@aws-sdk/client-ssm';
import { SsmCache, SsmFilterKeyId, SsmFilterType } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, recordClient, replayClient } from 'nestjs-ssm-cache/testing';
import { atEnd, environmentOf, operations, setEnvironment, startAws, startWorld } from './support/world.js';
import { InvalidCredentialsError, LoginServer } from './support/login-server.js';

describe('The examples of ssm-cache', () => {
  it('simplest use: one parameter by its name', async () => {
    const aws = await startAws({ parameters: { 'db-host': 'localhost' } });
    setEnvironment(environmentOf(aws));

    const cache = new SsmCache({ region: 'eu-west-1' });
    const host = cache.parameter('db-host');
    const value = await host.get();

    atEnd(() => cache.close());
    expect(value).toBe('localhost');
    expect(host.value).toBe('localhost');
    expect(operations(aws)).toEqual(['GetParameters']);
  });

  it('max age: each parameter is read again when it is older than its own', async () => {
    const { aws, cache, runtime } = await startWorld({ parameters: { 'db-host': 'one', greeting: 'Hi' } });

    const host = cache.parameter('db-host', { maxAge: 300 }); // five minutes
    const greeting = cache.parameter('greeting', { maxAge: 3_600 }); // one hour
    const values = await Promise.all([host.get(), greeting.get()]);

    expect(values).toEqual(['one', 'Hi']);
    aws.parameterStore.put('db-host', 'two');
    aws.parameterStore.put('greeting', 'Hello');
    await runtime.advance(299);
    await expect(host.get()).resolves.toBe('one');
    expect(operations(aws)).toHaveLength(1);
    await runtime.advance(2);
    await expect(host.get()).resolves.toBe('two');
    await expect(greeting.get()).resolves.toBe('Hi');
    await runtime.advance(3_300);
    await expect(greeting.get()).resolves.toBe('Hello');
  });

  it('groups: several parameters are fetched and kept as one', async () => {
    const { aws, cache } = await startWorld({ parameters: { 'db-host': 'localhost', 'db-port': '5432' } });

    const group = cache.createGroup({ maxAge: 300 });
    const host = group.parameter('db-host');
    const port = group.parameter('db-port');

    await host.get(); // one call for both
    const address = `${host.value}:${port.value}`;

    expect(address).toBe('localhost:5432');
    expect(operations(aws)).toEqual(['GetParameters']);
  });

  it('hierarchies: all parameters under a path, and a base path for a group', async () => {
    const { cache } = await startWorld({
      parameters: {
        '/shop/name': 'Tea',
        '/shop/db/host': 'localhost',
        '/shop/db/port': '5432',
        '/other': 'x',
      },
    });

    const group = cache.createGroup({ basePath: '/shop' });
    const name = group.parameter('/name'); // /shop/name
    const database = await group.parameters('/db'); // /shop/db/host and /shop/db/port

    expect(group.size).toBe(3);
    expect(name.value).toBe('Tea');
    expect(database.map((parameter) => [parameter.name, parameter.value])).toEqual([
      ['/shop/db/host', 'localhost'],
      ['/shop/db/port', '5432'],
    ]);
  });

  it('hierarchies: as one object', async () => {
    const { cache } = await startWorld({
      parameters: { '/shop/db/host': 'localhost', '/shop/db/port': '1' },
    });

    const shop = cache.parameters<{ db: { host: string; port: string } }>('/shop');
    const { db } = await shop.get();

    expect(db).toEqual({ host: 'localhost', port: '1' });
  });

  it('filters: by type or by key, as a plain object or checked by a class', async () => {
    const { cache } = await startWorld({
      parameters: {
        '/shop/currencies': ['EUR', 'GBP'],
        '/shop/name': 'Tea',
        '/shop/token': { value: 't0ken', type: 'SecureString', keyId: 'alias/shop' },
      },
    });
    const group = cache.createGroup();

    const plain = await group.parameters('/shop', {
      filters: [{ Key: 'Type', Option: 'Equals', Values: ['StringList'] }],
    });
    const checked = await group.parameters('/shop', {
      filters: [new SsmFilterType().value('StringList')],
    });
    const encrypted = await group.parameters('/shop', {
      filters: [new SsmFilterKeyId('BeginsWith').value('alias/')],
    });

    expect(plain.map(({ name }) => name)).toEqual(['/shop/currencies']);
    expect(checked).toEqual(plain);
    expect(encrypted.map(({ name, value }) => [name, value])).toEqual([['/shop/token', 't0ken']]);
  });

  it('non-recursive: one level of a hierarchy', async () => {
    const { cache } = await startWorld({
      parameters: { '/shop/name': 'Tea', '/shop/size': 'M', '/shop/db/host': 'localhost' },
    });
    const group = cache.createGroup();

    const level = await group.parameters('/shop', { recursive: false }); // not /shop/db/host

    expect(level.map(({ name }) => name)).toEqual(['/shop/name', '/shop/size']);
  });

  it('StringList: a list, not a text with commas', async () => {
    const { cache } = await startWorld({ parameters: { 'mail-servers': ['one', 'two'] } });

    const servers = cache.parameter<string[]>('mail-servers'); // a StringList
    const [primary, secondary] = await servers.get();

    expect([primary, secondary]).toEqual(['one', 'two']);
  });

  it('explicit refresh: of a parameter', async () => {
    const { aws, cache } = await startWorld({ parameters: { greeting: 'Hi' } });

    const greeting = cache.parameter('greeting');
    const before = await greeting.get();
    aws.parameterStore.put('greeting', 'Hello');
    await greeting.refresh();
    const after = greeting.value;

    expect([before, after]).toEqual(['Hi', 'Hello']);
  });

  it('explicit refresh: of a group, by itself or by any of its members', async () => {
    const { aws, cache } = await startWorld({ parameters: { 'db-host': 'one', 'db-port': '1' } });
    const group = cache.createGroup();
    const host = group.parameter('db-host');
    const port = group.parameter('db-port');
    await host.get();
    aws.parameterStore.put('db-port', '2');
    aws.resetCalls();

    await group.refresh(); // all members
    await host.refresh(); // all members, too

    expect(port.value).toBe('2');
    expect(aws.calls.map(({ input }) => input)).toEqual(
      Array.from({ length: 2 }, () => ({ Names: ['db-host', 'db-port'], WithDecryption: true })),
    );
  });

  it('without decryption: the value as it is stored', async () => {
    const { cache } = await startWorld({ parameters: { token: { value: 't0ken', type: 'SecureString' } } });

    const stored = cache.parameter('token', { withDecryption: false });
    const group = cache.createGroup({ withDecryption: false });

    await expect(cache.parameter('token').get()).resolves.toBe('t0ken');
    await expect(stored.get()).resolves.not.toContain('t0ken');
    await expect(group.parameter('token').get()).resolves.toBe(stored.value);
  });

  it('secrets: from Secrets Manager, or through Parameter Store', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': { user: 'app', password: 'p1' } } });

    const password = cache.secret('shop/db', { key: 'password' });
    const whole = cache.parameter('/aws/reference/secretsmanager/shop/db');
    const values = await Promise.all([password.get(), whole.get()]);

    expect(values).toEqual(['p1', '{"user":"app","password":"p1"}']);
    expect(operations(aws).toSorted()).toEqual(['GetParameters', 'GetSecretValue']);
    expect(password.version).toBe(whole.version);
  });

  it('secrets: in one group with parameters, without base path', async () => {
    const { cache } = await startWorld({ parameters: { '/shop/host': 'h' }, secrets: { 'shop/db': 'p1' } });

    const group = cache.createGroup({ basePath: '/shop' });
    const host = group.parameter('/host'); // /shop/host
    const password = group.secret('shop/db');
    await host.get(); // both

    expect([host.value, password.value]).toEqual(['h', 'p1']);
  });

  it('versions: the latest, or one that never moves', async () => {
    const { aws, cache } = await startWorld({ parameters: { greeting: 'Hi' } });
    aws.parameterStore.put('greeting', 'Hello');

    const latest = cache.parameter('greeting');
    const first = cache.parameter('greeting:1');
    await cache.ready();

    expect([latest.value, latest.version, latest.fullName]).toEqual(['Hello', 2, 'greeting']);
    expect([first.value, first.version, first.fullName, first.name]).toEqual([
      'Hi',
      1,
      'greeting:1',
      'greeting',
    ]);
    aws.parameterStore.put('greeting', 'Welcome');
    await Promise.all([latest.refresh(), first.refresh()]);
    expect([latest.version, first.version]).toEqual([3, 1]);
  });

  it('signals: an error of the application says that a value is out of date', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });
    const server = new LoginServer('p1');

    const password = cache.secret('shop/db');
    let client = server.connect(await password.get());

    const readRecord = async (isRetry = false): Promise<string> => {
      try {
        return await client.read();
      } catch (error) {
        if (isRetry || !(error instanceof InvalidCredentialsError)) throw error;
        await password.refresh();
        client = server.connect(password.value);
        return readRecord(true);
      }
    };

    await expect(readRecord()).resolves.toBe('record for p1');
    server.password = 'p2';
    aws.secretsManager.rotate('shop/db', 'p2');
    await expect(readRecord()).resolves.toBe('record for p2');
    server.password = 'p3';
    await expect(readRecord()).rejects.toThrow(InvalidCredentialsError);
  });

  it('refresh on error: the same by a wrapper', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });
    const server = new LoginServer('p1');
    const password = cache.secret('shop/db');
    let client = server.connect(await password.get());

    const readRecord = password.refreshOnError(() => client.read(), {
      on: InvalidCredentialsError,
      onRefresh: () => {
        client = server.connect(password.value);
      },
    });

    server.password = 'p2';
    aws.secretsManager.rotate('shop/db', 'p2');
    await expect(readRecord()).resolves.toBe('record for p2');
  });

  it('another client: one of the SDK', async () => {
    const { endpoint, region, credentials } = (
      await startAws({ parameters: { greeting: 'Hi' } })
    ).clientConfig();

    const cache = new SsmCache({ ssmClient: new SSMClient({ endpoint, region, credentials }) });

    atEnd(() => cache.close());
    await expect(cache.parameter('greeting').get()).resolves.toBe('Hi');
  });

  it('another client: an object with two methods', async () => {
    const cache = new SsmCache({
      ssmClient: {
        getParameters: async ({ Names }) => ({
          Parameters: Names.map((asked) => {
            const [Name, selector] = asked.split(':');
            return { Name, Type: 'String', Value: 'fake', ...(selector && { Selector: `:${selector}` }) };
          }),
        }),
        getParametersByPath: async ({ Path }) => ({
          Parameters: [{ Name: `${Path}/host`, Type: 'String', Value: 'fake host', Version: 1 }],
        }),
      },
    });

    atEnd(() => cache.close());
    await expect(cache.parameter('greeting').get()).resolves.toBe('fake');
    await expect(cache.parameter('greeting:3').get()).resolves.toBe('fake');
    const [host] = await cache.createGroup().parameters('/db');
    expect([host?.name, host?.value]).toEqual(['/db/host', 'fake host']);
  });

  it('another client: a Parameter Store in memory, to work offline', async () => {
    const parameterStore = new InMemoryParameterStore({ '/shop/greeting': 'Hi' });
    const cache = new SsmCache({ ssmClient: parameterStore });

    atEnd(() => cache.close());
    await expect(cache.parameter('/shop/greeting').get()).resolves.toBe('Hi');
  });

  it('another client: what AWS answered once, recorded and answered again', async () => {
    const aws = await startAws({ parameters: { greeting: 'Hi' } });
    const folder = await mkdtemp(join(tmpdir(), 'recording-'));
    atEnd(() => rm(folder, { recursive: true }));
    const file = join(folder, 'greeting.json');
    const client = new SSMClient(aws.clientConfig());
    atEnd(() => client.destroy());

    const recorded = new SsmCache({ ssmClient: recordClient(client, file, { values: 'keep' }) });
    await recorded.parameter('greeting').get();

    const replayed = new SsmCache({ ssmClient: replayClient(file) });
    const value = await replayed.parameter('greeting').get();

    atEnd(() => [recorded, replayed].forEach((cache) => cache.close()));
    expect(value).toBe('Hi');
    expect(operations(aws)).toEqual(['GetParameters']);
  });
});
