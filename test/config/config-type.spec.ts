import { expect, it } from '@jest/globals';
import type { ConfigFactory, ConfigType } from '@nestjs/config';
import { type } from 'arktype';
import { ssmCacheConfig } from 'nestjs-ssm-cache';
import * as v from 'valibot';
import { z } from 'zod';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(isSame: Same<A, B>): boolean => isSame;

interface Database {
  host: string;
  port: number;
}

const byZod = ssmCacheConfig('zod', {
  path: '/db',
  schema: z.object({ host: z.string(), port: z.coerce.number() }),
});
const byValibot = ssmCacheConfig('valibot', {
  path: '/db',
  schema: v.object({ host: v.string(), port: v.pipe(v.string(), v.transform(Number)) }),
});
const byArktype = ssmCacheConfig('arktype', {
  path: '/db',
  schema: type({ host: 'string', port: 'string.numeric.parse' }),
});
const byArgument = ssmCacheConfig<Database>('argument', { path: '/db' });
const untyped = ssmCacheConfig('untyped', { path: '/db' });

it('has the type of what the schema makes, or of the argument', () => {
  expect([
    same<ConfigType<typeof byZod>, { host: string; port: number }>(true),
    same<ConfigType<typeof byValibot>, { host: string; port: number }>(true),
    same<ConfigType<typeof byArktype>, { host: string; port: number }>(true),
    same<ConfigType<typeof byArgument>, Database>(true),
    same<ConfigType<typeof untyped>, Record<string, unknown>>(true),
  ]).not.toContain(false);
});

it('is a loader for ConfigModule', () => {
  const loaders: ConfigFactory[] = [byZod, byValibot, byArktype, byArgument, untyped];

  expect(loaders).toHaveLength(5);
});

it('refuses a schema that makes something else', () => {
  const noPort = z.object({ host: z.string() });

  // @ts-expect-error the schema makes no port
  expect(ssmCacheConfig<Database>('x', { path: '/db', schema: noPort })).toBeDefined();
  // @ts-expect-error the schema makes no object
  expect(ssmCacheConfig('x', { path: '/db', schema: z.string() })).toBeDefined();
});

const bySecrets = ssmCacheConfig('secrets', {
  path: '/db',
  secrets: {
    password: { id: 'prod/db', key: 'password' },
    port: { id: () => 'prod/db', key: 'port', transform: 'number' },
    token: { id: 'prod/token', optional: true },
    retries: { id: 'prod/db', key: 'retries', transform: 'number', default: 3 },
    length: { id: 'prod/db', transform: (text) => text.length },
    replica: { login: { id: 'prod/replica', schema: z.object({ user: z.string() }) } },
  },
});
const byNoPath = ssmCacheConfig('no-path', { secrets: { password: { id: 'prod/db' } } });
const bySchema = ssmCacheConfig('schema', {
  path: () => '/db',
  secrets: { password: { id: 'prod/db' } },
  schema: z.object({ password: z.string(), port: z.coerce.number() }),
});
const byType = ssmCacheConfig<Database>('type', { path: '/db', secrets: { port: { id: 'prod/db' } } });

it('has the values of secrets: text, unless a transform or a schema makes something else of them', () => {
  type Config = ConfigType<typeof bySecrets>;
  expect([
    same<Config['password'], string>(true),
    same<Config['port'], number>(true),
    same<Config['token'], string | undefined>(true),
    same<Config['retries'], number>(true),
    same<Config['length'], number>(true),
    same<Config['replica']['login'], { user: string }>(true),
    same<Config['whatever'], unknown>(true),
    same<ConfigType<typeof byNoPath>, { password: string }>(true),
    same<ConfigType<typeof bySchema>, { password: string; port: number }>(true),
    same<ConfigType<typeof byType>, Database>(true),
  ]).not.toContain(false);
});

it('refuses secrets that cannot be', () => {
  const define = (): unknown[] => [
    // @ts-expect-error an option that there is not
    ssmCacheConfig('x', { secrets: { password: { id: 'prod/db', keey: 'password' } } }),
    // @ts-expect-error its age is that of the configuration
    ssmCacheConfig('x', { secrets: { password: { id: 'prod/db', maxAge: 1 } } }),
    // @ts-expect-error there is no such transform
    ssmCacheConfig('x', { secrets: { replica: { port: { id: 'prod/db', transform: 'int' } } } }),
    // @ts-expect-error a name alone is no secret
    ssmCacheConfig('x', { secrets: { password: 'prod/db' } }),
    // @ts-expect-error the schema makes no port
    ssmCacheConfig<Database>('x', { path: '/db', secrets: {}, schema: z.object({ host: z.string() }) }),
  ];

  expect(define).toThrow(/"keey"/);
});
