import { describe, expect, it } from '@jest/globals';
import type { StandardSchema } from 'nestjs-ssm-cache';
import { inspect } from 'node:util';
import { makeCache, rejection } from '../support/make-cache.js';
import { refusing } from './support/schemas.js';

/** What is stored, and what must not be seen of it, in whatever form a library would spell it. */
const SECRETS: readonly (readonly [stored: unknown, ...traces: string[]])[] = [
  ['s3cr3t-c4n4ry', 's3cr', 'c4n4ry'],
  ['S3CR3T-C4N4RY', 'S3CR', 's3cr'],
  ['s3"cr\n\\3t\tc4', 's3"', 's3\\"', 'cr\n', 'cr\\n', '3t\\tc4', '3t\tc4'],
  ['s3\u0000c4n\u2028ry', 's3', 'c4n'],
  ['~Q9', '~Q9', '~q9'],
  ['"~\n', '"~', '\\"~'],
  ['§', '§'],
  ['987654321', '987654321', '987_654_321'],
  [987_654_321, '987654321', '987_654_321'],
  ['9.87654321e8', '98765432', '9.8765'],
  [' 00987654 ', '987654'],
  ['s3cr3t@c4n4ry.example extra', 's3cr', 'c4n4ry'],
  [['s3cr3t', 987_654], 's3cr', '987654'],
  [{ user: 's3cr3t', pin: 987_654, kind: 'c4n4ry' }, 's3cr', '987654', 'c4n4ry'],
];

const cases = Object.entries(refusing).flatMap(([library, schemas]) =>
  Object.entries(schemas).flatMap(([kind, schema]) =>
    SECRETS.map(([stored, ...traces]) => ({
      title: `${library}, ${kind}: ${JSON.stringify(stored)}`,
      schema,
      stored,
      traces,
    })),
  ),
);

const everythingSaid = async (schema: unknown, stored: unknown) => {
  const { cache, parameters, runtime } = makeCache({ minRefreshInterval: 0 });
  parameters.put('/x', '{"good":1}');
  let isGood = true;
  const validate = (schema as StandardSchema)['~standard'].validate;
  const handle = cache.parameter<unknown>('/x', {
    schema: {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value) => (isGood ? { value } : validate(value)),
      },
    },
  });
  await handle.get();
  isGood = false;
  parameters.put('/x', JSON.stringify({ a: stored }));
  const error = await rejection(handle.refresh());
  return {
    error,
    said: [
      inspect(error),
      JSON.stringify(error),
      `${error.stack}`,
      ...runtime.messages,
      inspect(cache.inspect()),
    ],
  };
};

describe('What a schema says of a value that it does not take', () => {
  it.each(cases)('never holds it: $title', async ({ schema, stored, traces }) => {
    const { error, said } = await everythingSaid(schema, stored);

    expect(error.message).toContain('"/x" in version 2 cannot be used');
    for (const trace of traces) expect(said.filter((text) => text.includes(trace))).toEqual([]);
  });

  it.each([
    ['zod', 'number', 'a: Invalid input: expected number'],
    ['zod', 'regex', 'a: Invalid string: must match pattern /^never$/'],
    ['zod', 'enum', 'a: Invalid option: expected one of "debug"|"info"'],
    ['valibot', 'number', 'a: Invalid type: Expected number'],
    ['valibot', 'regex', 'a: Invalid format: Expected /^never$/'],
    ['valibot', 'email', 'a: Invalid email'],
    ['arktype', 'number', 'a: a must be a number'],
    ['arktype', 'regex', 'a: a must be matched by ^never$'],
    ['joi', 'enum', 'a: "a" must be one of [debug, info]'],
    ['joi', 'regex', 'a: "a" fails to match the required pattern: /^never$/'],
  ] as const)('still tells what was expected: %s, %s', async (library, kind, reason) => {
    const { error } = await everythingSaid(refusing[library]?.[kind], 's3cr3t-c4n4ry');

    expect(error.message).toContain(reason);
  });

  it.each(['x', 'a', 'on', 'e'])('tells it also where the value is as short as %j', async (value) => {
    const { error } = await everythingSaid(refusing.zod?.number, value);

    expect(error.message).toContain('a: Invalid input: expected number');
  });
});
