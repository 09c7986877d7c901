import type { IsAny } from './compile-error.types.js';
import type { SecretVersions } from './data/secret-versions.js';
import type { Schema } from './schema-class.interface.js';
import type { SchemaOutput } from './standard-schema.interface.js';

/** What each named transform makes; what JSON holds is unknown to the compiler. */
export interface TransformResults {
  json: unknown;
  number: number;
  boolean: boolean;
  list: string[];
  base64: Uint8Array;
}

/** In the place of an option that is not given: without `strictNullChecks`, everything takes `undefined`. */
interface Absent {
  readonly isAbsent: true;
}

type Given<Options, Name extends string> = Name extends keyof Options ? Options[Name] : Absent;

/** What a value is that is read by some options, where its name exists; `Stored` without a transform and a schema. */
export type MadeBy<Options, Stored> = BySchema<Given<Options, 'schema'>, Given<Options, 'transform'>, Stored>;

type BySchema<Option, Transform, Stored> = Option extends Absent
  ? ByTransform<Transform, Stored>
  : Option extends Schema
    ? SchemaOutput<Option>
    : ByTransform<Transform, Stored>;

type ByTransform<Option, Stored> = Option extends Absent
  ? Stored
  : Option extends keyof TransformResults
    ? TransformResults[Option]
    : Option extends (...args: any[]) => infer Result
      ? Awaited<Result>
      : Stored;

/** The value of one version or, with the option `versions`, those of several. */
export type Versioned<Options, Value> =
  Given<Options, 'versions'> extends readonly unknown[] ? SecretVersions<Value> : Value;

/** What is read where the name does not exist: `undefined` of an optional value, `never` of one that has a default. */
export type MissingBy<Options> =
  Given<Options, 'optional'> extends Absent | false ? never : NotByDefault<Given<Options, 'default'>>;

type NotByDefault<Default> =
  IsAny<Default> extends true
    ? never
    : Default extends Absent
      ? undefined
      : [Default] extends [{} | null]
        ? never
        : undefined;

/** The same type, taking what is frozen or was inferred as `const`. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends Uint8Array | ((...args: any[]) => unknown)
    ? T
    : T extends object
      ? { readonly [Key in keyof T]: Frozen<T[Key]> }
      : T;
