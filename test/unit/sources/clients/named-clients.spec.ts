import { afterEach, describe, expect, it } from '@jest/globals';
import { type CallSettledEvent, SsmCache } from 'nestjs-ssm-cache';
import { Readable } from 'node:stream';
import { INTERNALS } from '../../../../lib/runtime/internals.js';
import { HeldParameterStore, HeldSecretsManager } from '../../../support/held-clients.js';
import { awsError, makeCache, rejection, thrown, track } from '../../../support/make-cache.js';
import { settle } from '../../../support/fake-runtime.js';

const ARN = 'arn:aws:ssm:us-east-1:123456789012:parameter/shop/host';

const OWN_ARN = 'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/host';

const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf';

/** A cache with the default client and one of the name `payments`. */
const twoClients = (options: ConstructorParameters<typeof SsmCache>[0] = {}) => {
  const ssmClient = new HeldParameterStore();
  const secretsManagerClient = new HeldSecretsManager();
  const made = makeCache({ clients: { payments: { ssmClient, secretsManagerClient } }, ...options });
  return { ...made, payments: { ssm: ssmClient, vault: secretsManagerClient } };
};

describe('A named client', () => {
  it('reads what says its name; the same name of another client is another value', async () => {
    const { cache, parameters, payments } = twoClients();
    parameters.put('/host', 'own');
    payments.ssm.store.put('/host', 'theirs');

    const values = await Promise.all([
      cache.parameter('/host').get(),
      cache.parameter('/host', { client: 'payments' }).get(),
    ]);

    expect(values).toEqual(['own', 'theirs']);
    expect(cache.inspect()).toMatchObject([{ name: '/host' }, { name: '/host', client: 'payments' }]);
    expect(cache.inspect()[0]).not.toHaveProperty('client');
  });

  it('reads secrets and paths too, in batches of its own', async () => {
    const { cache, secrets, vault, payments } = twoClients();
    secrets.put('a', '1');
    secrets.put('b', '2');
    payments.vault.store.put('c', '3');
    payments.vault.store.put('d', '4');
    payments.ssm.store.put('/p/x', '5');
    const client = 'payments';

    const values = await Promise.all([
      cache.secret('a').get(),
      cache.secret('b').get(),
      cache.secret('c', { client }).get(),
      cache.secret('d', { client }).get(),
      cache.parameters('/p', { client, shape: 'record' }).get(),
    ]);

    expect(values).toEqual(['1', '2', '3', '4', { x: '5' }]);
    expect(vault.calls.map(({ operation }) => operation)).toEqual(['BatchGetSecretValue']);
    expect(payments.vault.calls.map(({ operation }) => operation)).toEqual(['BatchGetSecretValue']);
  });

  it('is taken from the group, and a member may name another one', async () => {
    const { cache, parameters, payments } = twoClients({ groups: { db: { client: 'payments' } } });
    parameters.put('/user', 'own');
    payments.ssm.store.put('/host', 'theirs');
    const group = cache.group('db');
    const [host, user] = [group.parameter('/host'), group.parameter('/user', { client: 'default' })];

    expect([await host.get(), await user.get()]).toEqual(['theirs', 'own']);
    expect(await group.parameters('/', { recursive: false })).toHaveLength(1);
  });

  it('that fails leaves a group that spans it as it is', async () => {
    const { cache, parameters, payments } = twoClients({ minRefreshInterval: 0 });
    parameters.put('/user', 'u1');
    payments.vault.store.put('db', 'p1');
    const group = cache.createGroup();
    const [user, password] = [group.parameter('/user'), group.secret('db', { client: 'payments' })];
    await Promise.all([user.get(), password.get()]);
    parameters.put('/user', 'u2');
    payments.vault.store.failNext('InternalServiceError', 1);

    const error = await rejection(group.refresh());

    expect(error.message).toContain('Its client is "payments".');
    expect([user.value, password.value]).toEqual(['u1', 'p1']);
    await group.refresh();
    expect(user.value).toBe('u2');
  });

  it.each([
    ['does not exist', () => undefined, 'SSM_CACHE_INVALID_PARAMETER'],
    ['is denied', () => awsError('AccessDeniedException'), 'SSM_CACHE_ACCESS_DENIED'],
    ['cannot be read', () => awsError('ThrottlingException'), 'SSM_CACHE_REFRESH'],
  ])('is in the error of a name that %s, and the default one is in none', async (_what, failure, code) => {
    const { cache, payments, ssm } = twoClients();
    const [theirs, own] = [cache.parameter('/a', { client: 'payments' }), cache.parameter('/a')];
    payments.ssm.isHolding = ssm.isHolding = true;
    const errors = Promise.all([rejection(theirs.get()), rejection(own.get())]);
    for (let round = 0; round < 3; round += 1) {
      await settle();
      for (const call of [...payments.ssm.waiting, ...ssm.waiting]) {
        const error = failure();
        if (error === undefined) call.release();
        else call.fail(error);
      }
    }
    const [named, plain] = await errors;

    expect([named.code, plain.code]).toEqual([code, code]);
    expect(named.message).toContain('Its client is "payments".');
    expect(plain.message).not.toContain('client "');
  });

  it('that hangs delays no other, nor does one whose places are all taken', async () => {
    const { cache, parameters, payments } = twoClients();
    parameters.put('/host', 'own');
    payments.ssm.isHolding = true;
    const hanging = Array.from({ length: 500 }, (_, index) =>
      track(cache.parameter(`/p/${index}`, { client: 'payments' }).get()),
    );
    await settle();

    expect(await cache.parameter('/host').get()).toBe('own');
    expect(payments.ssm.waiting).toHaveLength(40);
    expect(hanging.every(({ state }) => state === 'pending')).toBe(true);
    cache.close();
  });

  it('is told of by events', async () => {
    const told: CallSettledEvent[] = [];
    const { cache, payments } = twoClients({
      extensions: [{ name: 'audit', events: { callSettled: (event) => told.push(event) } }],
    });
    payments.ssm.store.put('/host', 'theirs');

    await cache.parameter('/host', { client: 'payments' }).get();

    expect(told).toMatchObject([{ source: 'ssm', client: 'payments', operation: 'GetParameters' }]);
  });

  it('touches only its own values when a change names it', async () => {
    const { cache, parameters, payments } = twoClients();
    parameters.put('/host', 'own');
    payments.ssm.store.put('/host', 'theirs');
    const own = cache.parameter('/host');
    const theirs = cache.parameter('/host', { client: 'payments' });
    await Promise.all([own.get(), theirs.get()]);

    const touched = cache[INTERNALS].engine.expire({ source: 'ssm', name: '/host', client: 'payments' });

    expect(touched.map(({ reference }) => reference.client)).toEqual(['payments']);
    expect(cache[INTERNALS].engine.expire({ source: 'ssm', name: '/host' })).toHaveLength(2);
  });

  it('that nobody knows is an error that lists the known ones, on a handle and on a group', () => {
    const { cache } = twoClients();

    const error = thrown(() => cache.secret('db', { client: 'paymnts' }));

    expect(error.code).toBe('SSM_CACHE_INVALID_CLIENT');
    expect(error.message).toBe(
      'db: there is no client "paymnts". Did you mean "payments"? The clients are "default", "payments".',
    );
    const failure = thrown(() => cache.createGroup({ client: 'x' }));
    expect(failure.message).toContain('group "": there is no client "x"');
    expect(failure).toMatchObject({ code: 'SSM_CACHE_INVALID_CLIENT', names: ['group ""'] });
    expect(thrown(() => makeCache({ groups: { db: { client: 'x' } } })).message).toContain('group "db"');
  });

  it('that nobody knows fails the value of a reference that was made by hand, and no others', async () => {
    const { cache, parameters } = twoClients();
    parameters.put('/a', '1');
    const made = { source: 'ssm', client: 'paymnts', key: 'by hand', name: '/a', fullName: '/a' };
    const vault = { ...made, source: 'secretsmanager', key: 'by hand, too' };

    const [failure, other, value] = await Promise.all([
      rejection(cache.handle(made).get()),
      rejection(cache.handle(vault).get()),
      cache.parameter('/a').get(),
    ]);

    expect([failure.code, other.code]).toEqual(['SSM_CACHE_INVALID_CLIENT', 'SSM_CACHE_INVALID_CLIENT']);
    expect(failure.message).toContain('there is no client "paymnts". Did you mean "payments"?');
    expect(value).toBe('1');
  });

  it('is named for each name that is missing, where one error stands for several', async () => {
    const { cache, parameters } = twoClients();
    parameters.put('/a', '1');
    cache.parameter('/a', { client: 'payments' });
    cache.parameter('/b');
    cache.parameter('/c', { client: 'payments' });

    const { message } = await rejection(cache.ready());

    expect(message.split('\n')).toEqual([
      expect.stringMatching(/^"\/a" .*Its client is "payments"\.$/),
      expect.stringMatching(/^"\/b" .*Check the name, the region and the selector\.$/),
      expect.stringMatching(/^"\/c" .*Its client is "payments"\.$/),
    ]);
  });

  it.each([
    ['no object', 'eu-west-1', '"clients" must be an object'],
    ['the name of the default one', { default: {} }, 'is not "default"'],
    [
      'an option that there is not',
      { payments: { regoin: 'x' } },
      'client "payments": unknown option "regoin"',
    ],
    ['options that are no object', { payments: 'x' }, 'client "payments"'],
    ['a region that is no text', { payments: { region: 1 } }, '"region"'],
    ['no object of options by name', new Map([['payments', {}]]), '"clients" must be an object'],
    [
      'a client in place of its options',
      { payments: new HeldParameterStore() },
      'client "payments": this is a client. Give it as { ssmClient } or { secretsManagerClient }.',
    ],
    [
      'credentials that are none',
      { payments: { ssm: { credentials: 'AKIA' } } },
      'client "payments": "ssm.credentials" must be a function, or an object with "accessKeyId"',
    ],
    [
      'credentials that are not complete',
      { payments: { secretsManager: { credentials: { accessKeyId: 'AKIA' } } } },
      '"secretsManager.credentials" must be',
    ],
    ['what is no client', { payments: { ssmClient: {} } }, 'The client behind "SSM_CLIENT:payments"'],
  ])('with %s is refused at once', (_what, clients, reason) => {
    expect(thrown(() => makeCache({ clients: clients as never })).message).toContain(reason);
  });
});

describe('An ARN of another region', () => {
  const asked: { service: string; region: string; names: string[] }[] = [];
  const caches: SsmCache[] = [];
  afterEach(() => {
    asked.splice(0);
    for (const cache of caches.splice(0)) cache.close();
    delete process.env.AWS_REGION;
  });

  /** What stands for the network: it answers each name with the region that it was asked in. */
  const requestHandler = {
    handle: async ({ hostname, body }: { hostname: string; body: string }) => {
      const [service = '', region = ''] = hostname.split('.');
      const input = JSON.parse(body) as { Names?: string[]; SecretId?: string };
      asked.push({ service, region, names: input.Names ?? [input.SecretId ?? ''] });
      const answer =
        input.Names === undefined
          ? { ARN: input.SecretId, SecretString: region, VersionId: 'v1' }
          : { Parameters: input.Names.map((Name) => parameter(Name, region)) };
      const bytes = Readable.from([Buffer.from(JSON.stringify(answer))]);
      return { response: { statusCode: 200, headers: {}, body: bytes } };
    },
  };
  const parameter = (Name: string, Value: string) => ({ Name, ARN: Name, Value, Type: 'String', Version: 1 });
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  const config = { credentials, requestHandler: requestHandler as never };
  const make = (options: ConstructorParameters<typeof SsmCache>[0]): SsmCache => {
    const cache = new SsmCache({ ssm: config, secretsManager: config, ...options });
    caches.push(cache);
    return cache;
  };

  it('is read in that region, and all that is of the own region stays in one call', async () => {
    const cache = make({ region: 'eu-west-1' });

    const values = await Promise.all([
      cache.parameter('/a').get(),
      cache.parameter(OWN_ARN).get(),
      cache.parameter(ARN).get(),
      cache.secret(SECRET_ARN).get(),
    ]);

    expect(values).toEqual(['eu-west-1', 'eu-west-1', 'us-east-1', 'us-east-1']);
    expect(asked.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))).toEqual([
      { service: 'secretsmanager', region: 'us-east-1', names: [SECRET_ARN] },
      { service: 'ssm', region: 'eu-west-1', names: ['/a', OWN_ARN] },
      { service: 'ssm', region: 'us-east-1', names: [ARN] },
    ]);
  });

  it.each([
    ['the environment', {}, 'eu-west-1'],
    ['a function', { ssm: { ...config, region: async () => 'eu-west-1' } }, undefined],
  ])('is told apart from the region that %s names', async (_what, options, environment) => {
    if (environment !== undefined) process.env.AWS_REGION = environment;
    const cache = make(options);

    expect(await cache.parameter(ARN).get()).toBe('us-east-1');
    expect(await cache.parameter(OWN_ARN).get()).toBe('eu-west-1');
    expect(asked.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('is read by a client like the one it names', async () => {
    const cache = make({
      region: 'eu-west-1',
      clients: {
        payments: { region: 'us-east-1', ssm: config },
        other: { region: 'eu-west-1', ssm: config },
      },
    });
    const read = (client: string) => cache.parameter(ARN, { client }).get();

    expect(await Promise.all([read('payments'), read('other')])).toEqual(['us-east-1', 'us-east-1']);
  });

  it('is read by one client of that region, whatever is read of it, before its own region is known and after', async () => {
    const cache = make({ ssm: { ...config, region: async () => 'eu-west-1' } });
    const [first, second] = [cache.parameter(ARN), cache.parameter(`${ARN}s`)];
    await Promise.all([first.get(), second.get()]);
    expect(asked).toEqual([{ service: 'ssm', region: 'us-east-1', names: [ARN, `${ARN}s`] }]);

    await Promise.all([cache.parameter(`${ARN}a`).get(), cache.parameter(`${ARN}b`).get()]);
    expect(asked.slice(1)).toEqual([{ service: 'ssm', region: 'us-east-1', names: [`${ARN}a`, `${ARN}b`] }]);
    expect(cache.health().clients).toEqual([
      { source: 'ssm', client: 'default', region: 'us-east-1', status: 'up' },
    ]);
  });

  it('is asked of a client of your own as it is', async () => {
    const ssmClient = new HeldParameterStore();
    const cache = make({ region: 'eu-west-1', ssmClient });

    await rejection(cache.parameter(ARN).get());

    expect(ssmClient.asked).toEqual([[ARN]]);
    expect(asked).toEqual([]);
  });

  it('fails as any other value where no region is known', async () => {
    const cache = make({
      ssm: { ...config, region: (): Promise<string> => Promise.reject(new Error('none')) },
    });

    expect((await rejection(cache.parameter(ARN).get())).code).toMatch(/^SSM_CACHE_/);
  });
});
