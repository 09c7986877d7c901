import type { Documented } from '../options/documented.types.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type {
  ParameterOptions,
  ReferenceOptions,
  SecretOptions,
} from '../options/value-options.interface.js';
import type { IsAny, Message } from '../values/compile-error.types.js';
import type { SecretStage, SecretVersions } from '../values/data/secret-versions.js';
import type { Frozen, MadeBy, MissingBy, TransformResults, Versioned } from '../values/made-value.types.js';
import type { Schema } from '../values/schema-class.interface.js';
import type { IsTree } from '../values/stored-tree.types.js';
import type { Transform, TransformFunction } from '../values/transform.interface.js';

declare const INFERRED: unique symbol;

/** Takes the place of a type argument, so that a call with one type argument asks for the type of the value. */
export interface Inferred {
  readonly [INFERRED]?: never;
}

/** What AWS stores, as it is handed out without a transform and a schema. */
export interface StoredValues {
  parameter: string | readonly string[];
  secret: string | Uint8Array;
  reference: string | readonly string[] | Uint8Array;
}

/** The type of the value of a handle, by its options. */
export type HandleValue<Options, Stored = string> =
  IsAny<Options> extends true ? Options : Versioned<Options, MadeBy<Options, Stored>> | MissingBy<Options>;

/** Rejects an option that there is not, such as a misspelled one, and a default that is not what is read. */
export type FitValueOptions<Options, Known, Stored = string> =
  IsAny<Options> extends true
    ? unknown
    : FitKnown<Options, Known> & FitDefault<Options, Frozen<Versioned<Options, MadeBy<Options, Stored>>>>;

/** Rejects an option that there is not, and shows the doc of those that there are. */
export type FitKnown<Options, Known> = {
  readonly [Name in Misspelled<Options, Known>]: Message<`'${Name & string}' is no option here.`>;
} & Documented<Known>;

/** None in an object of which the keys are unknown. */
type Misspelled<Options, Known> = string extends keyof Options ? never : Exclude<keyof Options, keyof Known>;

type FitDefault<Options, Value> = Options extends { readonly default: infer Default }
  ? [Default] extends [Value | undefined]
    ? unknown
    : {
        readonly default: Message<'The default is read as it is, so it must be of the type that is read: give a transform or a schema that makes this type.'>;
      }
  : unknown;

/** Rejects a type of a value that is not what is read where there are no options. */
export type FitStored<T, Stored> =
  IsStored<T, Stored> extends true
    ? unknown
    : Message<'Without a transform or a schema the value is text: give one that makes this type.'>;

type IsStored<T, Stored> = [string] extends [T] ? true : [T] extends [Stored | undefined] ? true : false;

/** The options of a parameter whose type was asked for: they must make that type. */
export type OptionsMaking<T> =
  IsAny<T> extends true
    ? ParameterOptions<T>
    : ExplicitOptions<ParameterOptions<T>, T, StoredValues['parameter']>;

/** The same of a secret, in one version or in several. */
export type SecretOptionsMaking<T> = unknown extends T
  ? SecretOptions<T>
  : [NonNullable<T>] extends [SecretVersions<infer Value>]
    ? ExplicitOptions<SecretOptions<Value>, Value, StoredValues['secret'], T> & {
        versions: readonly SecretStage[];
      }
    : ExplicitOptions<SecretOptions<T>, T, StoredValues['secret']> & { versions?: undefined };

/** The same of what a source of an extension has. */
export type ReferenceOptionsMaking<T> =
  IsAny<T> extends true
    ? ReferenceOptions<T>
    : ExplicitOptions<ReferenceOptions<T>, T, StoredValues['reference']>;

/** @typeParam Read what is read by options that make `T` */
type ExplicitOptions<Options, T, Stored, Read = T> = Omit<
  Options,
  'transform' | 'schema' | 'default' | 'optional'
> &
  OptionsOfMissing<Read> &
  (
    | { schema: Schema<T>; transform?: Transform }
    | { schema?: undefined; transform: 'json' | TransformMaking<T> | TransformFunction<T> }
    | (IsStored<T, Stored> extends true ? AsStored : never)
  );

interface AsStored {
  schema?: undefined;
  transform?: undefined;
}

interface OptionsOfMissing<T> {
  default?: T;
  optional?: undefined extends T ? boolean : false;
}

type TransformMaking<T> = {
  [Name in keyof TransformResults]: [TransformResults[Name]] extends [T] ? Name : never;
}[keyof TransformResults];

/** The options of a path of which a type was asked for: a schema must make it unless it is a tree of text. */
export type PathOptionsMaking<T> = Omit<PathOptions<T>, 'schema'> &
  ({ schema: Schema<T> } | (IsTextTree<T> extends true ? { schema?: undefined } : never));

/** Rejects a type of all that is under a path that is not text and lists of it. */
export type FitTextTree<T> =
  IsTextTree<T> extends true
    ? unknown
    : Message<'Without a schema all that is under a path is text, or a list of it: give a schema that makes this type.'>;

type IsTextTree<T> =
  IsAny<T> extends true ? true : T extends ReadonlyMap<any, infer Leaf> ? IsTree<Leaf> : IsTree<T>;
