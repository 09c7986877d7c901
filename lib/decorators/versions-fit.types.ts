import type { IsAny, Message } from '../values/compile-error.types.js';
import type { SecretVersions } from '../values/data/secret-versions.js';
import type { Made } from './made-value.types.js';

/** Rejects a property that cannot hold several versions of a secret. */
export type FitVersions<Value, Options> = unknown extends Value
  ? unknown
  : [NonNullable<Value>] extends [SecretVersions<infer Version>]
    ? FitVersion<Version, Options>
    : Message<'With the option versions the property holds several versions: declare SecretVersions<T>, or a Promise or a handle of it.'>;

type FitVersion<Version, Options> =
  Made<Options> extends { readonly isMade: true; readonly value: infer Value }
    ? IsAny<Value> extends true
      ? unknown
      : [Value] extends [Version]
        ? unknown
        : Message<'The versions cannot hold what their transform or schema makes: declare SecretVersions of that type.'>
    : FitStoredVersion<Version>;

/** What is stored is handed out as it is: text or bytes. */
type FitStoredVersion<Version> = string extends Version
  ? unknown
  : [Version] extends [string | Uint8Array]
    ? unknown
    : Message<'What stands in SecretVersions is unknown at run time, and the value is not converted to it: give a transform or a schema.'>;
