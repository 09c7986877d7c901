import type { SsmHandle } from 'nestjs-ssm-cache';
import { z } from 'zod';
import { makeCache } from '../../support/make-cache.js';
import { declareParameter, declareSecret } from '../../support/declare.js';

export type Stored = 'text' | 'list' | 'bytes';
export type Outcome = { readonly value: unknown } | { readonly error: string };

const TYPES = {
  string: String,
  number: Number,
  boolean: Boolean,
  'string[]': Array,
  Uint8Array,
  Buffer,
  unknown: Object,
} as const;
export type Declared = keyof typeof TYPES;

/** What a schema of Zod says to convert a leaf of a tree, which without a schema is what is stored. */
const COERCIONS: Partial<Record<Declared, z.ZodType>> = {
  number: z.coerce.number(),
  boolean: z.string().trim().pipe(z.stringbool()),
  Uint8Array: z.string().transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
  Buffer: z.string().transform((text) => Buffer.from(text, 'base64')),
};

/** AWS would not store all of it, so the answers are given in its place. */
const answering = (type: string, content: unknown) => {
  const made = makeCache();
  made.ssm.instead = (operation, input) => ({
    Parameters: [
      {
        Name: operation === 'GetParametersByPath' ? `${input.Path as string}/leaf` : input.Names[0],
        Type: type,
        Value: content,
        Version: 1,
      },
    ],
  });
  made.vault.instead = (_operation, { SecretId }) => ({
    Name: SecretId,
    VersionId: 'v1',
    ...(type === 'SecretBinary' ? { SecretBinary: content } : { SecretString: content }),
  });
  return made;
};

const outcomeOf = async (handle: SsmHandle<unknown, any>): Promise<Outcome> => {
  try {
    const value = await handle.get();
    return { value };
  } catch (error) {
    return { error: String(error) };
  }
};

/** What each kind of reader gives where `content` is stored, and a property is declared as `type`. */
export const readEverywhere = async (
  type: Declared,
  stored: Stored,
  content: string | Uint8Array,
): Promise<Readonly<Record<string, Outcome>>> => {
  const declared = TYPES[type];
  const parameter = (aws: string, isMember: boolean) => {
    const { cache } = answering(aws, content);
    return outcomeOf(declareParameter(isMember ? cache.createGroup() : cache, '/x', {}, declared));
  };
  const secret = (aws: string, isMember: boolean) => {
    const { cache } = answering(aws, content);
    return outcomeOf(declareSecret(isMember ? cache.createGroup() : cache, 'x', {}, declared));
  };
  if (stored === 'bytes') {
    return {
      secret: await secret('SecretBinary', false),
      'group secret': await secret('SecretBinary', true),
    };
  }
  if (stored === 'list') {
    return { parameter: await parameter('StringList', false), member: await parameter('StringList', true) };
  }
  return {
    parameter: await parameter('String', false),
    'secure parameter': await parameter('SecureString', false),
    member: await parameter('String', true),
    secret: await secret('SecretString', false),
    'group secret': await secret('SecretString', true),
  };
};

/** A leaf of a tree, as it is without a schema and as the coercion of a schema for the declared type makes it. */
export const readLeaf = async (type: Declared, stored: Stored, content: string) => {
  const aws = stored === 'list' ? 'StringList' : 'String';
  const { cache } = answering(aws, content);
  const coercion = COERCIONS[type] ?? z.any();
  const plain = await cache.parameters<{ leaf: unknown }>('/t').get();
  const coerced = await outcomeOf(cache.parameters('/t', { schema: z.object({ leaf: coercion }) }));
  return { plain: plain.leaf, coerced };
};
