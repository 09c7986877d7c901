import { type as ark } from 'arktype';
import Joi from 'joi';
import type { SchemaIssue, StandardSchema, Transform } from 'nestjs-ssm-cache';
import * as v from 'valibot';
import { z } from 'zod';
import { refusing } from '../../typed-values/support/schemas.js';
import type { Canary } from './canary.js';

/** What is made of a value, and fails. */
export interface Conversion {
  readonly transform?: Transform<any>;
  readonly schema?: StandardSchema<any>;
}

const quoting = (value: unknown): Error => Object.assign(new Error(`cannot use ${String(value)}`), { value });

const throwing = (error: unknown): never => {
  throw error;
};

const schemaOf = (validate: (value: any) => any): StandardSchema<any> => ({
  '~standard': { version: 1, vendor: 'test', validate },
});

const issuing = (issue: (value: string) => unknown): StandardSchema<any> =>
  schemaOf((value) => ({ issues: [issue(String(value)) as SchemaIssue] }));

const transforms: Readonly<Record<string, Transform<any>>> = {
  'a function that throws the value': (value) => throwing(value),
  'a function that throws an error that quotes it': (value) => throwing(quoting(value)),
  'a function that throws an error with it as its cause': (value) =>
    throwing(new Error('innocent', { cause: quoting(value) })),
  'a function that throws several': (value) =>
    throwing(new AggregateError([quoting(value), value], String(value))),
  'a function that throws an error of its name': (value) =>
    throwing(Object.assign(new Error('innocent'), { name: value, code: value, stack: value })),
  'a function that throws an error with a getter': (value) =>
    throwing(Object.defineProperty(new Error('innocent'), 'message', { get: () => value })),
  'a function that rejects with the value': (value) => Promise.reject(value),
  'a function that rejects with an error that quotes it': (value) => Promise.reject(quoting(value)),
  'a thenable that rejects': (value) => ({
    then: (_: unknown, reject: (error: unknown) => void) => reject(value),
  }),
  'a thenable that throws': (value) => ({ then: () => throwing(value) }),
  'a callable thenable that rejects': (value) =>
    Object.assign(() => undefined, { then: (_: unknown, reject: (error: unknown) => void) => reject(value) }),
  'a thenable whose then is a getter that throws': (value) =>
    Object.defineProperty({}, 'then', { get: () => throwing(quoting(value)) }),
  'an object with a getter that throws': (value) =>
    Object.defineProperty({}, 'field', { get: () => throwing(quoting(value)), enumerable: true }),
  'a proxy that throws': (value) =>
    new Proxy(
      {},
      { ownKeys: () => throwing(quoting(value)), getPrototypeOf: () => throwing(quoting(value)) },
    ),
};

const schemas: Readonly<Record<string, StandardSchema<any>>> = {
  'a schema that throws the value': schemaOf((value) => throwing(value)),
  'a schema that throws an error that quotes it': schemaOf((value) => throwing(quoting(value))),
  'a schema that rejects with the value': schemaOf((value) => Promise.reject(value as Error)),
  'a schema that rejects with an error that quotes it': schemaOf((value) => Promise.reject(quoting(value))),
  'a schema that gives nothing': schemaOf(() => undefined),
  'a schema whose issues are the value': schemaOf((value) => ({ issues: value })),
  'issues that are the value': issuing((value) => value),
  'an issue that quotes it in its message': issuing((value) => ({ message: `${value} is bad` })),
  'an issue that quotes it upside down': issuing((value) => ({ message: `bad: ${value.toUpperCase()}` })),
  'an issue that quotes it as JSON': issuing((value) => ({ message: `bad: ${JSON.stringify({ value })}` })),
  'an issue that quotes it in base64': issuing((value) => ({
    message: `bad: ${Buffer.from(value).toString('base64')}`,
  })),
  'an issue that quotes it in hex': issuing((value) => ({
    message: `bad: ${Buffer.from(value).toString('hex')}`,
  })),
  'an issue that quotes it in a URL': issuing((value) => ({
    message: `bad: ?q=${encodeURIComponent(value)}`,
  })),
  'an issue that quotes it in its path': issuing((value) => ({ message: 'bad', path: ['a', value] })),
  'an issue that quotes it in the key of its path': issuing((value) => ({
    message: 'bad',
    path: [{ key: value }],
  })),
  'an issue that quotes it in a hidden place': issuing((value) => ({
    message: 'bad',
    input: value,
    cause: value,
  })),
  'zod, a message of its own': z
    .any()
    .refine(() => false, { error: ({ input }) => `${String(input)} is bad` }),
  'zod, a transform that throws': z.any().transform((value) => throwing(quoting(value))),
  'zod, an enum': z.enum(['debug', 'info']),
  'zod, a key that is not known': z.strictObject({ never: z.string() }),
  'valibot, a number': v.pipe(v.unknown(), v.transform(Number), v.maxValue(-1)),
  'valibot, a picklist': v.picklist(['debug', 'info']),
  'valibot, a message of its own': v.pipe(
    v.unknown(),
    v.check(
      () => false,
      ({ input }) => `${String(input)} is bad`,
    ),
  ),
  'arktype, a regular expression': ark(/^never$/),
  'arktype, a number': ark('string.numeric.parse |> number < 0'),
  'joi, a pattern': Joi.string().pattern(/^never$/),
  'joi, a function that throws': Joi.any().custom((value) => throwing(quoting(value))),
  ...Object.fromEntries(
    Object.entries(refusing).flatMap(([library, ways]) =>
      ['number', 'union', 'strict'].map((way) => [
        `${library}, ${way} of an object`,
        ways[way] as StandardSchema,
      ]),
    ),
  ),
};

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};

/** Every way in which a value can turn out to be none; those by name where the value does not fit them. */
export const failingConversions = ({ value }: Canary): Readonly<Record<string, Conversion>> => {
  const named: readonly (readonly [transform: Transform<any>, isFit: boolean])[] = [
    ['json', isJson(value)],
    ['number', /^\d+$/.test(value)],
    ['boolean', false],
    ['base64', /^[a-z\d]{3,}$/i.test(value)],
  ];
  return Object.fromEntries<Conversion>([
    ...named.filter(([, isFit]) => !isFit).map(([transform]) => [String(transform), { transform }] as const),
    ...Object.entries(transforms).map(([name, transform]) => [name, { transform }] as const),
    ...Object.entries(schemas).map(([name, schema]) => [name, { schema }] as const),
  ]);
};
