import { describe, expect, it } from '@jest/globals';
import { type Answer, type Reference, type Source, SsmCache } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import {
  type AwsEvent,
  labelUpdated,
  parameterArn,
  parameterChange,
  secretArn,
  secretCall,
} from '../../support/aws-events.js';
import { makeCache } from '../../support/make-cache.js';

const made = (options: Parameters<typeof makeCache>[0] = {}) => {
  const all = makeCache({ events: { spread: 0, settle: 0 }, minRefreshInterval: 0, ...options });
  for (const name of ['/shop/host', '/shop/deep/port', '/other']) all.parameters.put(name, '1');
  for (const name of ['prod/db', 'prod/mail']) all.secrets.put(name, 's');
  return all;
};

describe('An event that holds a value', () => {
  it('brings none in: what it touches is read from AWS', async () => {
    const { cache } = made();
    const [host, secret] = [cache.parameter('/shop/host'), cache.secret('prod/db')];
    await cache.ready();
    const forged = (event: AwsEvent): AwsEvent => ({
      ...event,
      detail: { ...event.detail, value: 'forged', Value: 'forged', SecretString: 'forged' },
    });

    const events = [parameterChange('/shop/host'), labelUpdated('prod/db')].map(forged);
    const { names } = await cache.notify(events);

    expect([...names].toSorted()).toEqual(['/shop/host', 'prod/db']);
    expect([host.value, secret.value, await host.get(), await secret.get()]).toEqual(['1', 's', '1', 's']);
  });
});

describe('An event of a parameter', () => {
  it('touches no secret of the same name', async () => {
    const { cache, parameters } = made();
    parameters.put('mail', '1');
    await Promise.all([cache.secret('prod/mail').get(), cache.parameter('mail').get()]);

    expect((await cache.notify(parameterChange('prod/mail'))).names).toEqual([]);
    expect((await cache.notify(parameterChange('mail'))).names).toEqual(['mail']);
  });

  it('touches each selector but pinned versions', async () => {
    const { cache, parameters } = made();
    parameters.label('/shop/host', 'live');
    for (const selector of ['', ':1', ':live']) await cache.parameter(`/shop/host${selector}`).get();

    const { names } = await cache.notify(parameterChange('/shop/host'));

    expect(names).toEqual(['/shop/host', '/shop/host:live']);
  });

  it.each([
    ['/shop/host', true, true],
    ['/shop/host', false, true],
    ['/shop/deep/port', true, true],
    ['/shop/deep/port', false, false],
    ['/shopping', true, false],
  ])('of %s touches a path, listed recursively: %s', async (name, recursive, isTouched) => {
    const { cache } = made();
    await cache.parameters('/shop', { recursive }).get();

    const { names } = await cache.notify(parameterChange(name));

    expect(names).toEqual(isTouched ? ['/shop'] : []);
  });

  it('touches the root path by a name without a slash, and not recursively only the first level', async () => {
    const { cache } = made();
    await cache.parameters('/', { recursive: false }).get();

    expect((await cache.notify(parameterChange('/other'))).names).toEqual(['/']);
    expect((await cache.notify(parameterChange('/shop/host'))).names).toEqual([]);
  });

  it('touches what is read by its ARN, of the same account and region', async () => {
    const { cache, ssm } = made();
    ssm.instead = (_operation, { Names }: { Names: string[] }) => ({
      Parameters: Names.map((name) => ({ ARN: name, Name: name, Value: 'x', Type: 'String', Version: 1 })),
    });
    await cache.parameter(parameterArn('/shop/host')).get();

    const notified = [
      await cache.notify(parameterChange('/shop/host')),
      await cache.notify(parameterChange('/shop/host', 'Update', { resources: [] })),
      await cache.notify(
        parameterChange('/shop/host', 'Update', { resources: [parameterArn('/shop/host', 'us-east-1')] }),
      ),
      await cache.notify(parameterChange('/shop/host', 'Update', { resources: [], account: '210987654321' })),
    ];

    expect(notified.map(({ names }) => names.length)).toEqual([1, 1, 0, 0]);
    expect(notified.flatMap(({ ignored }) => ignored.map(({ reason }) => reason))).toEqual([
      'other account',
      'other account',
    ]);
  });

  it('touches what the client of another region does not read', async () => {
    const regional = { config: { region: async () => 'us-east-1' } };
    const { ssm } = made();
    const { cache } = made({
      ssmClient: Object.assign(ssm, regional),
      clients: { ireland: { region: 'eu-west-1', ssmClient: made().ssm } },
    });
    await cache.parameter('/shop/host').get();
    await cache.notify(parameterChange('/none'));

    const here = await cache.notify(
      parameterChange('/shop/host', 'Update', {
        region: 'us-east-1',
        resources: [parameterArn('/shop/host', 'us-east-1')],
      }),
    );
    const there = await cache.notify(parameterChange('/shop/host'));

    expect(here.names).toEqual(['/shop/host']);
    expect(there).toMatchObject({ names: [], ignored: [{ reason: 'other account' }] });
  });

  it('knows the region of a client that is made, also by the environment', async () => {
    const before = process.env.AWS_REGION;
    const touched: unknown[] = [];
    for (const region of ['us-east-1', 'eu-west-1']) {
      process.env.AWS_REGION = region;
      const cache = new SsmCache({});
      cache.parameter('/shop/host');
      const { ignored } = cache[INTERNALS].events.take(parameterChange('/shop/host'));
      touched.push(ignored.map(({ reason }) => reason));
      cache.close();
    }
    if (before === undefined) delete process.env.AWS_REGION;
    else process.env.AWS_REGION = before;

    expect(touched).toEqual([['other account'], ['not held']]);
  });

  it('touches what a client reads whose region cannot be found out', async () => {
    const { ssm } = made();
    const region = () => Promise.reject(new Error('It is unknown.'));
    const { cache } = made({ ssmClient: Object.assign(ssm, { config: { region } }) });
    await cache.parameter('/shop/host').get();
    await cache.notify(parameterChange('/none'));

    expect((await cache.notify(parameterChange('/shop/host'))).names).toEqual(['/shop/host']);
  });

  it('refreshes a group as a whole when it touches one member', async () => {
    const { cache, ssm } = made();
    const group = cache.createGroup();
    await Promise.all([group.parameter('/shop/host').get(), group.parameter('/other').get()]);

    const { names } = await cache.notify(parameterChange('/other'));

    expect(names).toEqual(['/other']);
    expect(ssm.asked.at(-1)).toEqual(['/other', '/shop/host']);
  });

  it('touches several names at once, and tells of each once', async () => {
    const { cache, ssm } = made();
    await Promise.all(['/shop/host', '/other'].map((name) => cache.parameter(name).get()));
    await cache.parameters('/shop').get();

    const { names } = await cache.notify([
      parameterChange('/other'),
      parameterChange('/shop/host'),
      parameterChange('/other'),
    ]);

    expect(names.toSorted()).toEqual(['/other', '/shop', '/shop/host']);
    expect(ssm.asked.at(-1)).toEqual(['/other', '/shop/host']);
  });
});

describe('An event of a secret', () => {
  it('touches the stages that have moved with it', async () => {
    const { cache, secrets } = made();
    const versionId = secrets.rotate('prod/db', 's2');
    await cache.secret('prod/db').get();
    await cache.secret('prod/db', { versionStage: 'AWSPREVIOUS' }).get();
    await cache.secret('prod/db', { versionId }).get();

    const current = await cache.notify(labelUpdated('prod/db'));
    const other = await cache.notify(labelUpdated('prod/db', { label: 'BLUE' }));
    const anything = await cache.notify(secretCall('DeleteSecret', { secretId: 'prod/db' }));

    expect(current.names).toEqual(['prod/db', 'prod/db:AWSPREVIOUS']);
    expect(other.names).toEqual([]);
    expect(anything.names).toEqual(current.names);
  });

  it('touches several versions that are read as one, and is met by their current one', async () => {
    const { cache, secrets, vault } = made({ events: { spread: 0, settle: 30 } });
    const handle = cache.secret('prod/db', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] });
    await handle.get();
    const versionId = secrets.rotate('prod/db', 's2');
    const before = vault.count();

    const { names } = await cache.notify(labelUpdated('prod/db', { versionId }));

    expect(names).toEqual(['prod/db:AWSCURRENT,AWSPREVIOUS']);
    expect([handle.value.currentId, handle.value.previous]).toEqual([versionId, 's']);
    expect(vault.count() - before).toBe(3);
  });

  it('touches the readers of a stage of its own', async () => {
    const { cache, vault } = made();
    vault.instead = () => ({ SecretString: 'x', VersionId: 'v' });
    await cache.secret('prod/db', { versionStage: 'BLUE' }).get();

    expect((await cache.notify(labelUpdated('prod/db', { label: 'BLUE' }))).names).toEqual(['prod/db:BLUE']);
    expect((await cache.notify(labelUpdated('prod/db'))).names).toEqual([]);
  });

  it('touches what reads it through Parameter Store', async () => {
    const { cache, ssm } = made();
    ssm.instead = (_operation, { Names }: { Names: string[] }) => ({
      Parameters: Names.map((name) => ({ Name: name, Value: 'x', Type: 'SecureString', Version: 0 })),
    });
    const reference = '/aws/reference/secretsmanager/prod/db';
    await cache.parameter(reference).get();
    await cache.parameter(`${reference}:${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`).get();

    expect((await cache.notify(labelUpdated('prod/db'))).names).toEqual([reference]);
    expect((await cache.notify(labelUpdated('prod/mail'))).names).toEqual([]);
  });

  it('touches what is read by its ARN, full or partial, and not its namesake elsewhere', async () => {
    const { cache, vault } = made();
    vault.instead = (_operation, { SecretId }: { SecretId: string }) => ({
      ARN: SecretId,
      SecretString: 'x',
      VersionId: 'v',
    });
    const arn = secretArn('prod/db');
    await cache.secret(arn).get();
    await cache.secret(arn.slice(0, -7)).get();

    const here = await cache.notify(labelUpdated('prod/db'));
    const there = await cache.notify(
      labelUpdated('prod/db', {}, { resources: [secretArn('prod/db', 'eu-west-1', '210987654321')] }),
    );

    expect(here.names).toEqual([arn, arn.slice(0, -7)]);
    expect(there).toMatchObject({ names: [], ignored: [{ reason: 'other account' }] });
  });
});

describe('An event', () => {
  it('costs nothing if what it names is not held, or was never asked for', async () => {
    const { cache, ssm, vault } = made();
    cache.parameter('/shop/host');

    const { names, ignored } = await cache.notify([
      parameterChange('/shop/host'),
      parameterChange('/nobody'),
      labelUpdated('prod/db'),
    ]);

    expect(names).toEqual([]);
    expect(ignored.map(({ reason }) => reason)).toEqual(['not held', 'not held', 'not held']);
    expect(ssm.count() + vault.count()).toBe(0);
  });

  it('has what was missing looked for', async () => {
    const { cache, parameters } = made();
    const flag = cache.parameter('/new', { optional: true });
    expect(await flag.get()).toBeUndefined();
    parameters.put('/new', 'here');

    await cache.notify(parameterChange('/new', 'Create'));

    expect(flag.value).toBe('here');
  });

  it('touches what the source of an extension says that it touches, even if another reference of it throws', async () => {
    const source: Source = {
      name: 'derived',
      fetch: (requests) =>
        requests.map(async (): Promise<Answer> => ({
          found: true,
          raw: { value: 'x', type: 'String', version: undefined },
        })),
    };
    const reference = (key: string, isTouchedBy: Reference['isTouchedBy']): Reference => ({
      source: 'derived',
      client: 'default',
      key,
      name: key,
      fullName: key,
      ...(isTouchedBy && { isTouchedBy }),
    });
    const { cache } = made({ extensions: [{ name: 'derived', sources: [source] }] });
    const failing = () => {
      throw new Error('no');
    };
    await cache.handle(reference('failing', failing)).get();
    await cache.handle(reference('derived', ({ name }) => name.endsWith('/shop/host'))).get();

    expect((await cache.notify(parameterChange('/shop/host'))).names).toEqual(['derived']);
  });
});
