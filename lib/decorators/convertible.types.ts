import type { Message } from '../values/compile-error.types.js';
import type { Held, IsErased } from './held-value.types.js';
import type { SourceName } from './value-sources.types.js';

/** What can be made of a stored value without being told how: the declared type of the property says it. */
type Convertible = string | number | boolean | readonly string[] | Uint8Array;

/** Rejects a type that a stored value does not become on its own. */
export type FitConvertible<Property, Source extends SourceName> =
  string extends Held<Property>
    ? unknown
    : [NonNullable<Held<Property>>] extends [Convertible]
      ? IsErased<Property> extends true
        ? FitErased<NonNullable<Held<Property>>, Source>
        : FitUnion<Property, Source>
      : Message<'A stored value cannot become this type: declare string, number, boolean, string[] or Uint8Array, or give a transform or a schema.'>;

/** What is stored is handed out as it is: text, a list or, of a secret, bytes. */
type FitErased<Value, Source extends SourceName> = [Value] extends [string]
  ? unknown
  : [Value] extends [readonly string[]]
    ? unknown
    : [Source, Uint8Array, Value] extends ['secret', Value, Uint8Array]
      ? unknown
      : Message<'What stands in a Promise or a handle is unknown at run time, and the value is not converted to it: give a transform or a schema.'>;

type FitUnion<Property, Source extends SourceName> =
  IsNullable<Property> extends true ? FitNullable<NonNullable<Property>, Source> : FitKind<Property>;

/** Without `strictNullChecks` nobody can tell: everything takes `undefined` and `null`. */
type IsNullable<Property> = undefined extends string
  ? false
  : undefined extends Property
    ? true
    : null extends Property
      ? true
      : false;

type FitNullable<Value, Source extends SourceName> =
  FitErased<Value, Source> extends Message<string>
    ? Message<'A union with undefined or null is unknown at run time, and the value is not converted to it: declare it as optional (name?: T), or give a transform or a schema.'>
    : unknown;

/** A property of one kind: of a union or a branded type the run time knows nothing, so that they hold what is stored. */
type FitKind<Value> = [Value] extends [string]
  ? unknown
  : [Value] extends [readonly string[]]
    ? unknown
    : [Value] extends [Uint8Array]
      ? unknown
      : [Value] extends [object]
        ? Message<'A branded type is unknown at run time, and the value is not converted to it: give a transform or a schema.'>
        : [Value] extends [number]
          ? unknown
          : [Value] extends [boolean]
            ? unknown
            : Message<'A union of several kinds is unknown at run time, and the value is not converted to it: declare one kind, or give a transform or a schema.'>;
