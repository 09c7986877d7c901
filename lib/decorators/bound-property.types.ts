import type { SsmHandle } from '../cache/ssm-handle.js';
import type { SchemaOutput, StandardSchema } from '../values/standard-schema.interface.js';

/** What can be made of a stored value without being told how: the declared type of the property says it. */
type Convertible = string | number | boolean | readonly string[] | Uint8Array;

/** What is said of a value, as far as it decides the type of the property. */
interface Reading {
  readonly schema?: unknown;
  readonly transform?: unknown;
  readonly optional?: boolean;
}

interface TransformResults {
  json: any;
  number: number;
  boolean: boolean;
  list: readonly string[];
  base64: Uint8Array;
}

/** What a schema or a transform makes; `Convertible` where there is neither. */
type ValueOf<Options, Otherwise> = Options extends { readonly schema: infer Schema extends StandardSchema }
  ? SchemaOutput<Schema>
  : Options extends { readonly transform: infer Name extends keyof TransformResults }
    ? TransformResults[Name]
    : Options extends { readonly transform: (...args: any[]) => infer Result }
      ? Awaited<Result>
      : Otherwise;

/** What a property holds, be it directly, as a promise or as a handle. */
type Held<Property> =
  Property extends Promise<infer Value>
    ? Value
    : Property extends SsmHandle<infer Value, any>
      ? Value
      : Property;

interface Message<Text extends string> {
  readonly error: Text;
}

type IsAny<T> = 0 extends 1 & T ? true : false;

/** Whether the property can hold `undefined` where the name may be missing. */
type FitOptional<Property, Options> = Options extends { readonly optional: true }
  ? undefined extends Held<Property>
    ? unknown
    : Message<'An optional value may be missing: add "| undefined" to the type of the property.'>
  : unknown;

type FitConvertible<Property> = [NonNullable<Held<Property>>] extends [Convertible]
  ? unknown
  : Message<'A stored value cannot become this type: declare string, number, boolean, string[] or Uint8Array (or a Promise or a handle of one), or give a transform or a schema.'>;

type FitMade<Property, Value> = [Value] extends [Held<Property>]
  ? unknown
  : Message<'The property cannot hold what its transform or schema makes: declare that type.'>;

type Fit<Property, Options, Otherwise> =
  IsAny<Property> extends true
    ? unknown
    : FitOptional<Property, Options> &
        (Convertible extends ValueOf<Options, Otherwise>
          ? unknown extends ValueOf<Options, Otherwise>
            ? unknown
            : FitConvertible<Property>
          : FitMade<Property, ValueOf<Options, Otherwise>>);

/** `unknown` for a property that can hold the value, or that the compiler cannot see because it is private. */
type FitOf<Target, Key, Options, Otherwise> = Key extends keyof Target
  ? Fit<Target[Key], Options, Otherwise>
  : unknown;

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold the value.
 *
 * @publicApi
 */
export type ValueProperty<Options extends Reading> = <Target extends object, Key extends string | symbol>(
  target: Target,
  propertyKey: Key & FitOf<Target, Key, Options, Convertible>,
) => void;

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold the parameters under a path.
 *
 * @publicApi
 */
export type TreeProperty<Options extends Reading> = <Target extends object, Key extends string | symbol>(
  target: Target,
  propertyKey: Key & FitTreeOf<Target, Key, Options>,
) => void;

type FitTreeOf<Target, Key, Options> = Key extends keyof Target
  ? Options extends { readonly schema: StandardSchema }
    ? Fit<Target[Key], Options, never>
    : FitTree<Target[Key]>
  : unknown;

type FitTree<Property> = [NonNullable<Held<Property>>] extends [object]
  ? unknown
  : Message<'All that is under a path is an object: declare one, or a Promise or an SsmParameterTree of it.'>;
