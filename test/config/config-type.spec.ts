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
