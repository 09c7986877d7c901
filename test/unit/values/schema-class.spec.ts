import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MinLength,
  Validate,
  ValidateNested,
  ValidatorConstraint,
} from 'class-validator';
import { inspect } from 'node:util';
import { makeCache, rejection } from '../../support/make-cache.js';

class Credentials {
  @IsString() readonly user!: string;
  @MinLength(4) readonly password!: string;
  @IsOptional() @IsInt() @Max(65_535) readonly port: number = 5432;

  get url(): string {
    return `${this.user}@${this.port}`;
  }
}

class Limits {
  @IsInt() @Max(10) readonly orders!: number;
  @IsBoolean() readonly open!: boolean;
  @IsOptional() @IsString({ each: true }) readonly hosts?: string[];
}

class Settings {
  @IsIn(['eu', 'us']) readonly region!: string;
  @ValidateNested() @Type(() => Limits) readonly limits!: Limits;
}

describe('a class of class-validator decorators as a schema', () => {
  it('makes its instance of a parameter and of a secret that hold JSON', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('/db', '{"user":"shop","password":"s3cret"}');
    secrets.put('db', { user: 'shop', password: 's3cret', port: 3306 });

    const parameter = await cache.parameter('/db', { schema: Credentials }).get();
    const secret = await cache.secret('db', { schema: Credentials }).get();

    expect([parameter, secret]).toEqual([expect.any(Credentials), expect.any(Credentials)]);
    expect([parameter.url, secret.url]).toEqual(['shop@5432', 'shop@3306']);
  });

  it('takes what a transform makes, and a field of a secret', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('/db', 'shop/s3cret');
    secrets.put('all', { db: { user: 'shop', password: 's3cret' } });
    const transform = (text: unknown) => {
      const [user, password] = String(text).split('/');
      return { user, password };
    };

    await expect(cache.parameter('/db', { transform, schema: Credentials }).get()).resolves.toBeInstanceOf(
      Credentials,
    );
    await expect(cache.secret('all', { key: 'db', schema: Credentials }).get()).resolves.toMatchObject({
      user: 'shop',
    });
  });

  it('gives the parameters under a path the types that it declares, nested ones too', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/app/region', 'eu');
    parameters.put('/app/limits/orders', '7');
    parameters.put('/app/limits/open', 'no');
    parameters.put('/app/limits/hosts', ['a', 'b']);

    const settings = await cache.parameters('/app', { schema: Settings }).get();

    expect(settings).toBeInstanceOf(Settings);
    expect(settings.limits).toBeInstanceOf(Limits);
    expect(settings.limits).toEqual({ orders: 7, open: false, hosts: ['a', 'b'] });
  });

  it.each([
    [
      'a word that is no boolean',
      { orders: '7', open: 'maybe' },
      'limits.open: open must be a boolean value',
    ],
    [
      'a text that is no number',
      { orders: 'seven', open: 'yes' },
      'limits.orders: orders must be an integer',
    ],
    ['a number with too many digits', { orders: '12345678901234567890', open: 'yes' }, 'must be an integer'],
    ['a missing name', { orders: '7' }, 'limits.open: open must be a boolean value'],
  ])('refuses %s under a path, and names the place', async (_kind, limits, reason) => {
    const { cache, parameters } = makeCache();
    parameters.put('/app/region', 'eu');
    for (const [name, value] of Object.entries(limits)) parameters.put(`/app/limits/${name}`, value);

    const error = await rejection(cache.parameters('/app', { schema: Settings }).get());

    expect(error.code).toBe('SSM_CACHE_TRANSFORM');
    expect(error.message).toContain(reason);
  });

  it('refuses a text that is no number, also where the number may be missing', async () => {
    const { cache, parameters } = makeCache();
    for (const [name, value] of Object.entries({ user: 'shop', password: 's3cret', port: 'none' })) {
      parameters.put(`/db/${name}`, value);
    }
    const error = await rejection(cache.parameters('/db', { schema: Credentials }).get());

    expect(error.message).toContain('port: port must be an integer number');
  });

  it('converts nothing in JSON, which has types of its own', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/limits', '{"orders":"7","open":true}');

    const error = await rejection(cache.parameter('/limits', { schema: Limits }).get());

    expect(error.message).toContain('orders: orders must be an integer number');
  });

  it.each([
    ['text', 'plain'],
    ['a list', '[{"user":"shop","password":"s3cret"}]'],
    ['a number', '5'],
    ['null', 'null'],
  ])('refuses %s as no object', async (_kind, text) => {
    const { cache, parameters } = makeCache();
    parameters.put('/db', text);

    const error = await rejection(cache.parameter('/db', { schema: Credentials }).get());

    expect(error.message).toContain('it is not an object');
  });

  it('says nothing of a value, even where a decorator quotes it', async () => {
    class Leaky {
      @Matches(/^[a-z]+$/, { message: 'not like $value' }) readonly token!: string;
      @MinLength(30, { message: ({ value }) => `too short: ${value}` }) readonly password!: string;
    }
    const { cache, secrets, runtime } = makeCache();
    secrets.put('db', { token: 'TOPSECRET-1', password: 'hunter2-hunter2' });

    const error = await rejection(cache.secret('db', { schema: Leaky }).get());

    const told = `${inspect(error, { depth: 12 })} ${runtime.messages.join(' ')}`;
    expect(told).toContain('token: it does not fit');
    expect(told).not.toMatch(/TOPSECRET|hunter2/);
  });

  it('keeps the last good value where a new one does not fit', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 10 });
    parameters.put('/limits', '{"orders":7,"open":true}');
    const handle = cache.parameter('/limits', { schema: Limits });
    await handle.get();
    parameters.put('/limits', '{"orders":70,"open":true}');
    await runtime.advance(11);

    await expect(handle.get()).resolves.toMatchObject({ orders: 7 });
    expect(runtime.messages.join('\n')).toContain('orders must not be greater than 10');
  });

  it('waits for decorators that validate asynchronously', async () => {
    @ValidatorConstraint({ async: true })
    class Known {
      async validate(value: string): Promise<boolean> {
        return value === 'known';
      }
      defaultMessage(): string {
        return 'it is not known';
      }
    }
    class Named {
      @Validate(Known) readonly name!: string;
    }
    const { cache, parameters } = makeCache();
    parameters.put('/good', '{"name":"known"}');
    parameters.put('/bad', '{"name":"other"}');

    await expect(cache.parameter('/good', { schema: Named }).get()).resolves.toEqual({ name: 'known' });
    expect((await rejection(cache.parameter('/bad', { schema: Named }).get())).message).toContain(
      'it is not known',
    );
  });

  it('says that a class has no decorators', async () => {
    class Bare {
      name!: string;
    }
    const { cache, parameters } = makeCache();
    parameters.put('/db', '{"name":"x"}');

    const error = await rejection(cache.parameter('/db', { schema: Bare }).get());

    expect(error.message).toContain('a class without decorators of class-validator');
  });

  it.each([
    ['a built-in constructor', String],
    ['another built-in constructor', Map],
    ['an arrow function', () => undefined],
    ['an object without a schema', {}],
  ])('is told from %s', (_kind, schema) => {
    const { cache } = makeCache();

    expect(() => cache.parameter('/db', { schema: schema as never })).toThrow(
      'or a class of class-validator',
    );
  });

  it('leaves a prototype alone where a name is that of one', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/app/region', 'eu');
    parameters.put('/app/limits/orders', '7');
    parameters.put('/app/limits/open', 'on');
    parameters.put('/app/__proto__/open', 'x');

    await expect(cache.parameters('/app', { schema: Settings }).get()).resolves.toMatchObject({
      region: 'eu',
    });
    expect(Object.hasOwn(Object.prototype, 'open')).toBe(false);
  });
});
