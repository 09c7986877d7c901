import { describe, expect, it } from '@jest/globals';
import { makeCache, thrown } from '../../support/make-cache.js';

describe('Identity of parameters and secrets', () => {
  it('gives the same handle for the same name and options', () => {
    const { cache } = makeCache();

    expect(cache.parameter('/db/host')).toBe(cache.parameter('/db/host'));
    expect(cache.parameter('/db/host', { maxAge: 60 })).toBe(cache.parameter('/db/host', { maxAge: 60 }));
    expect(cache.secret('prod/db', { key: 'user' })).toBe(cache.secret('prod/db', { key: 'user' }));
  });

  it('calls nothing before the first read', async () => {
    const { cache, ssm, vault, runtime } = makeCache();
    cache.parameter('/db/host');
    cache.secret('prod/db');
    cache.createGroup().parameter('/db/host');
    await runtime.advance(60);

    expect(ssm.count() + vault.count()).toBe(0);
  });

  it('fetches once for two handles that convert the same parameter differently', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/port', '5432');
    const text = cache.parameter('/port');
    const number = cache.parameter('/port', { transform: 'number' });

    await expect(Promise.all([text.get(), number.get()])).resolves.toEqual(['5432', 5432]);
    expect(ssm.asked).toEqual([['/port']]);
  });

  it('brings a newer value to every handle of the name, whichever of them asked', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/port', '1');
    const text = cache.parameter('/port');
    const number = cache.parameter('/port', { transform: 'number' });
    await Promise.all([text.get(), number.get()]);

    parameters.put('/port', '2');
    await text.refresh();

    expect(number.value).toBe(2);
    expect(ssm.count()).toBe(2);
  });

  it('fetches one secret once for several of its keys', async () => {
    const { cache, vault, secrets } = makeCache();
    secrets.put('prod/db', { user: 'shop', password: 'first' });
    const user = cache.secret('prod/db', { key: 'user' });
    const password = cache.secret('prod/db', { key: 'password' });

    await expect(Promise.all([user.get(), password.get()])).resolves.toEqual(['shop', 'first']);
    expect(vault.count()).toBe(1);
  });

  it('lets each handle on one name keep its own max age', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ jitter: 0 });
    parameters.put('/x', 'old');
    const eager = cache.parameter('/x', { maxAge: 10 });
    const calm = cache.parameter('/x', { maxAge: 100 });
    await Promise.all([eager.get(), calm.get()]);

    parameters.put('/x', 'new');
    await runtime.advance(20);

    await expect(calm.get()).resolves.toBe('old');
    expect(ssm.count()).toBe(1);
    await expect(eager.get()).resolves.toBe('new');
    expect(ssm.count()).toBe(2);
    await expect(calm.get()).resolves.toBe('new');
    expect(ssm.count()).toBe(2);
  });

  it('keeps values apart that AWS answers differently', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    parameters.put('/x', 'two');
    parameters.label('/x', 'live', 1);
    parameters.put('/s', 'plain', { type: 'SecureString' });

    const reads = [
      cache.parameter('/x'),
      cache.parameter('/x:1'),
      cache.parameter('/x:2'),
      cache.parameter('/x:live'),
      cache.parameter('/s'),
    ];
    await expect(Promise.all(reads.map((handle) => handle.get()))).resolves.toEqual([
      'two',
      'one',
      'two',
      'one',
      'plain',
    ]);
    await expect(cache.parameter('/s', { withDecryption: false }).get()).resolves.not.toBe('plain');
  });

  it('keeps stages and versions of one secret apart', async () => {
    const { cache, secrets } = makeCache();
    const first = secrets.put('s', 'first');
    secrets.rotate('s', 'second');

    await expect(cache.secret('s').get()).resolves.toBe('second');
    await expect(cache.secret('s', { versionStage: 'AWSPREVIOUS' }).get()).resolves.toBe('first');
    await expect(cache.secret('s', { versionId: first }).get()).resolves.toBe('first');
  });

  it('keeps a parameter and a secret of one name apart', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('db', 'parameter');
    secrets.put('db', 'secret');

    await expect(Promise.all([cache.parameter('db').get(), cache.secret('db').get()])).resolves.toEqual([
      'parameter',
      'secret',
    ]);
  });

  it('lets a group have entries of its own', async () => {
    const { cache, parameters, ssm } = makeCache();
    parameters.put('/x', 'old');
    const alone = cache.parameter('/x');
    const group = cache.createGroup();
    const member = group.parameter('/x');
    await Promise.all([alone.get(), member.get()]);
    expect(member).not.toBe(alone);

    parameters.put('/x', 'new');
    await group.refresh();

    expect(member.value).toBe('new');
    expect(alone.value).toBe('old');
    expect(ssm.count()).toBeGreaterThanOrEqual(2);
  });

  it('takes __proto__, constructor and toString as ordinary names', async () => {
    const { cache, parameters, secrets } = makeCache();
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      parameters.put(name, `parameter ${name}`);
      secrets.put(name, `secret ${name}`);
      await expect(cache.parameter(name).get()).resolves.toBe(`parameter ${name}`);
      await expect(cache.secret(name).get()).resolves.toBe(`secret ${name}`);
    }
    expect(({} as Record<string, unknown>)['value']).toBeUndefined();
  });

  it('tells the name with and without its selector, and the version', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('/x', 'one');
    parameters.put('/x', 'two');
    const id = secrets.put('s', 'value');
    const pinned = cache.parameter('/x:1');
    const secret = cache.secret('s');

    expect([pinned.name, pinned.fullName, pinned.version]).toEqual(['/x', '/x:1', undefined]);
    await Promise.all([pinned.get(), secret.get()]);
    expect(pinned.version).toBe(1);
    expect(secret.name).toBe('s');
    expect(secret.version).toBe(id);
  });

  describe('names under a base path', () => {
    it('prefixes the base path, unless the name opts out', async () => {
      const { cache, parameters } = makeCache({ basePath: '/prod/shop' });
      parameters.put('/prod/shop/host', 'under');
      parameters.put('/host', 'outside');
      const under = cache.parameter('/host');

      expect(under.name).toBe('/prod/shop/host');
      await expect(under.get()).resolves.toBe('under');
      await expect(cache.parameter('/host', { basePath: false }).get()).resolves.toBe('outside');
      await expect(cache.parameter('/shop/host', { basePath: '/prod' }).get()).resolves.toBe('under');
    });

    it('takes a base path that ends in a slash', () => {
      const { cache } = makeCache({ basePath: '/prod/' });

      expect(cache.parameter('/host').name).toBe('/prod/host');
    });

    it('keeps selectors where they are', () => {
      const { cache } = makeCache({ basePath: '/prod' });

      expect(cache.parameter('/host:3').fullName).toBe('/prod/host:3');
      expect(cache.parameter('/host:3').name).toBe('/prod/host');
    });

    it('has none for secrets', () => {
      const { cache } = makeCache({ basePath: '/prod' });

      expect(cache.secret('db').name).toBe('db');
      expect(cache.createGroup({ basePath: '/x' }).secret('db').name).toBe('db');
    });

    it('refuses a name without leading slash, and says what to write', () => {
      const { cache } = makeCache({ basePath: '/prod' });
      const error = thrown(() => cache.parameter('host'));

      expect(error.name).toBe('InvalidPathError');
      expect(error.code).toBe('SSM_CACHE_INVALID_PATH');
      expect(error.message).toContain('"/host"');
      expect(error.message).toContain('basePath: false');
    });

    it('refuses a base path without leading slash', () => {
      expect(thrown(() => makeCache({ basePath: 'prod' })).name).toBe('InvalidPathError');
      expect(thrown(() => makeCache().cache.createGroup({ basePath: 'prod' })).name).toBe('InvalidPathError');
      expect(thrown(() => makeCache().cache.parameter('/x', { basePath: 'prod' })).name).toBe(
        'InvalidPathError',
      );
    });

    it('lets a group replace or switch off the base path of the cache', () => {
      const { cache } = makeCache({ basePath: '/prod' });

      expect(cache.createGroup().parameter('/x').name).toBe('/prod/x');
      expect(cache.createGroup({ basePath: '/other' }).parameter('/x').name).toBe('/other/x');
      expect(cache.createGroup({ basePath: false }).parameter('/x').name).toBe('/x');
    });
  });

  it.each(['/x:', '/x:0', '/x:-1', '/x:01x', '/x:1:2', '/x:a b'])(
    'refuses the selector of "%s" before any call',
    async (name) => {
      const { cache, ssm } = makeCache();

      expect(thrown(() => cache.parameter(name)).code).toBe('SSM_CACHE_INVALID_VERSION');
      expect(ssm.count()).toBe(0);
    },
  );

  it('refuses an empty name before any call', () => {
    const { cache } = makeCache();

    expect(thrown(() => cache.parameter('')).code).toMatch(/^SSM_CACHE_INVALID_/);
    expect(thrown(() => cache.secret('')).code).toMatch(/^SSM_CACHE_INVALID_/);
  });
});

const REFERENCE = '/aws/reference/secretsmanager/';

describe('The name of a parameter', () => {
  it.each([':3', ' :prod', ': '])('cannot be a selector alone: "%s"', (name) => {
    const error = thrown(() => makeCache().cache.parameter(name));

    expect(error).toMatchObject({ name: 'InvalidParameterError', names: [name] });
    expect(error.message).toContain('The name is empty.');
  });

  it.each(['/x:', '/x:0', '/x:1st', `${REFERENCE}db:`])('with a bad selector is told: %s', (name) => {
    const error = thrown(() => makeCache().cache.parameter(name));

    expect(error).toMatchObject({ name: 'InvalidVersionError', names: [name] });
  });

  it('that has to be under a base path is told when it cannot be', () => {
    const { cache } = makeCache({ basePath: '/prod' });

    expect(thrown(() => cache.parameter('x'))).toMatchObject({ name: 'InvalidPathError', names: ['x'] });
  });

  it('is under a base path, with however many slashes that ends', async () => {
    const { cache, parameters } = makeCache({ basePath: '/prod///' });
    parameters.put('/prod/x', 'v');

    await expect(cache.parameter('/x').get()).resolves.toBe('v');
  });

  it('is read with spaces around it as AWS does, together with others', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', '1');
    parameters.put('/y', '2');
    // AWS answers with the name as it keeps it.
    ssm.instead = (_operation, input) =>
      parameters.getParameters({ ...input, Names: (input.Names as string[]).map((name) => name.trim()) });
    const values = await Promise.all([cache.parameter(' /x ').get(), cache.parameter('/y').get()]);

    expect(values).toEqual(['1', '2']);
    expect(ssm.calls).toHaveLength(1);
  });
});
