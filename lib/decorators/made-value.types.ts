import type { IsAny, Message } from '../values/compile-error.types.js';
import type { Frozen, TransformResults } from '../values/made-value.types.js';
import type { Schema } from '../values/schema-class.interface.js';
import type { SchemaOutput } from '../values/standard-schema.interface.js';
import type { Held } from './held-value.types.js';

/** Of a schema or a transform: what it makes; and that there is one, which `undefined` would not tell without `strictNullChecks`. */
export type Made<Options> = Options extends { readonly schema: infer Given extends Schema }
  ? { readonly isMade: true; readonly value: SchemaOutput<Given> }
  : Options extends { readonly transform: infer Name extends keyof TransformResults }
    ? { readonly isMade: true; readonly value: Name extends 'json' ? any : TransformResults[Name] }
    : Options extends { readonly transform: (...args: any[]) => infer Result }
      ? { readonly isMade: true; readonly value: Awaited<Result> }
      : { readonly isMade: false };

/** Rejects a property that cannot hold what its schema or transform makes. */
export type FitMade<Property, Value> =
  IsAny<Value> extends true
    ? unknown
    : [Value] extends [Held<Property>]
      ? unknown
      : Message<'The property cannot hold what its transform or schema makes: declare that type.'>;

/** Rejects a property that cannot hold `undefined` where the name may be missing. */
export type FitOptional<Property, Options> = Options extends { readonly optional: true }
  ? Options extends { readonly default: {} | null }
    ? unknown
    : undefined extends Held<Property>
      ? unknown
      : Message<'An optional value may be missing: add | undefined to the type of the property.'>
  : unknown;

/** Rejects a default that the property cannot hold; it is not converted. */
export type FitDefault<Property, Options> = Options extends { readonly default: infer Default }
  ? [Default] extends [Frozen<Held<Property>>]
    ? unknown
    : Message<'The default is read as it is, so it must be of the type that the property holds.'>
  : unknown;
