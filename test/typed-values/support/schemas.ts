import { type as ark } from 'arktype';
import Joi from 'joi';
import type { StandardSchema } from 'nestjs-ssm-cache';
import * as v from 'valibot';
import { z } from 'zod';

/** The same schema, which takes its time. */
const later = (schema: StandardSchema): StandardSchema => ({
  '~standard': {
    ...schema['~standard'],
    validate: async (value) => {
      await new Promise((resolve) => setImmediate(resolve));
      return schema['~standard'].validate(value);
    },
  },
});

const zodSettings = z.object({
  db: z.object({ host: z.string().regex(/^host-\d+$/), port: z.coerce.number().int().max(65_535) }),
  level: z.enum(['debug', 'info']),
  hosts: z.array(z.string()),
  token: z.string().startsWith('tok-'),
});
const valibotSettings = v.object({
  db: v.object({
    host: v.pipe(v.string(), v.regex(/^host-\d+$/)),
    port: v.pipe(v.string(), v.transform(Number), v.integer(), v.maxValue(65_535)),
  }),
  level: v.picklist(['debug', 'info']),
  hosts: v.array(v.string()),
  token: v.pipe(v.string(), v.startsWith('tok-')),
});
const arktypeSettings = ark({
  db: { host: /^host-\d+$/, port: 'string.integer.parse |> number <= 65535' },
  level: "'debug' | 'info'",
  hosts: 'string[]',
  token: /^tok-/,
});
const joiSettings = Joi.object({
  db: Joi.object({
    host: Joi.string()
      .pattern(/^host-\d+$/)
      .required(),
    port: Joi.number().integer().max(65_535).required(),
  }).required(),
  level: Joi.valid('debug', 'info').required(),
  hosts: Joi.array().items(Joi.string()).required(),
  token: Joi.string().pattern(/^tok-/, 'token').required(),
}) as unknown as StandardSchema;

/** One schema of the settings of a shop, in each library, as it is and taking its time. */
export const settings: readonly (readonly [library: string, schema: StandardSchema])[] = [
  ['zod', zodSettings],
  ['zod, async', zodSettings.refine(async () => true)],
  ['valibot', valibotSettings],
  [
    'valibot, async',
    v.pipeAsync(
      valibotSettings,
      v.checkAsync(async () => true),
    ),
  ],
  ['arktype', arktypeSettings],
  ['arktype, async', later(arktypeSettings)],
  ['joi', joiSettings],
  ['joi, async', later(joiSettings)],
];

/** Schemas of `{ a: … }` that refuse in all the ways in which each library words a refusal. */
export const refusing: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  zod: {
    number: z.object({ a: z.number().max(-1) }),
    coerced: z.object({ a: z.coerce.number().max(-1) }),
    boolean: z.object({ a: z.boolean() }),
    length: z.object({ a: z.string().max(0) }),
    union: z.object({ a: z.union([z.boolean(), z.null()]) }),
    discriminated: z.object({ a: z.discriminatedUnion('kind', [z.object({ kind: z.literal('q') })]) }),
    regex: z.object({ a: z.string().regex(/^never$/) }),
    prefix: z.object({ a: z.string().startsWith('a prefix that is long') }),
    enum: z.object({ a: z.enum(['debug', 'info']) }),
    literal: z.object({ a: z.literal('x') }),
    record: z.object({ a: z.record(z.string(), z.boolean()) }),
    tuple: z.object({ a: z.tuple([z.boolean()]) }),
    email: z.object({ a: z.email() }),
    url: z.object({ a: z.url() }),
    date: z.object({ a: z.iso.date() }),
    lowered: z.object({
      a: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['debug'])),
    }),
    strict: z.strictObject({ a: z.boolean() }),
    quoting: z.object({
      a: z.unknown().refine(() => false, { error: ({ input }) => `${String(input)} is bad` }),
    }),
  },
  valibot: {
    number: v.object({ a: v.pipe(v.number(), v.maxValue(-1)) }),
    coerced: v.object({ a: v.pipe(v.unknown(), v.transform(Number), v.maxValue(-1)) }),
    boolean: v.object({ a: v.boolean() }),
    length: v.object({ a: v.pipe(v.string(), v.maxLength(0)) }),
    union: v.object({ a: v.union([v.boolean(), v.null()]) }),
    discriminated: v.object({ a: v.variant('kind', [v.object({ kind: v.literal('q') })]) }),
    regex: v.object({ a: v.pipe(v.string(), v.regex(/^never$/)) }),
    prefix: v.object({ a: v.pipe(v.string(), v.startsWith('a prefix that is long')) }),
    suffix: v.object({ a: v.pipe(v.string(), v.endsWith('a suffix that is long')) }),
    enum: v.object({ a: v.picklist(['debug', 'info']) }),
    literal: v.object({ a: v.literal('x') }),
    record: v.object({ a: v.record(v.string(), v.boolean()) }),
    tuple: v.object({ a: v.tuple([v.boolean()]) }),
    email: v.object({ a: v.pipe(v.string(), v.email()) }),
    url: v.object({ a: v.pipe(v.string(), v.url()) }),
    date: v.object({ a: v.pipe(v.string(), v.isoDate()) }),
    lowered: v.object({ a: v.pipe(v.string(), v.toLowerCase(), v.picklist(['debug'])) }),
    strict: v.strictObject({ a: v.boolean() }),
    quoting: v.object({
      a: v.pipe(
        v.unknown(),
        v.check(
          () => false,
          ({ input }) => `${String(input)} is bad`,
        ),
      ),
    }),
  },
  arktype: {
    number: ark({ a: 'number < 0' }),
    coerced: ark({ a: 'string.numeric.parse |> number < 0' }),
    boolean: ark({ a: 'boolean' }),
    length: ark({ a: 'string < 1' }),
    union: ark({ a: 'boolean | null' }),
    discriminated: ark({ a: { kind: "'q'" } }),
    regex: ark({ a: /^never$/ }),
    enum: ark({ a: "'debug' | 'info'" }),
    literal: ark({ a: "'x'" }),
    record: ark({ a: { '[string]': 'boolean' } }),
    tuple: ark({ a: ['boolean'] }),
    email: ark({ a: 'string.email' }),
    url: ark({ a: 'string.url' }),
    date: ark({ a: 'string.date.iso' }),
    parsed: ark({ a: 'string.json.parse' }).pipe(ark({ a: "'x'" })),
    lowered: ark({ a: "string.lower |> 'debug'" }),
    strict: ark({ '+': 'reject', a: 'boolean' }),
    several: ark({ a: '(string.email & string < 1) | boolean' }),
  },
  joi: {
    number: Joi.object({ a: Joi.number().max(-1) }),
    boolean: Joi.object({ a: Joi.boolean() }),
    length: Joi.object({ a: Joi.string().max(0) }),
    union: Joi.object({ a: Joi.alternatives(Joi.boolean(), Joi.date().iso().max('1-1-1970')) }),
    regex: Joi.object({ a: Joi.string().pattern(/^never$/) }),
    named: Joi.object({ a: Joi.string().pattern(/^never$/, 'never') }),
    inverted: Joi.object({ a: Joi.string().pattern(/[^]/, { invert: true }) }),
    enum: Joi.object({ a: Joi.valid('debug', 'info') }),
    record: Joi.object({ a: Joi.object().pattern(Joi.string(), Joi.boolean()) }),
    tuple: Joi.object({ a: Joi.array().ordered(Joi.boolean()) }),
    email: Joi.object({ a: Joi.string().email() }),
    url: Joi.object({ a: Joi.string().uri() }),
    strict: Joi.object({ b: Joi.string() }),
    custom: Joi.object({
      a: Joi.any().custom((value) => {
        throw new Error(`${String(value)} is bad`);
      }),
    }),
  },
};
