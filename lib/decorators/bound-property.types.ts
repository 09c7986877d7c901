import type { SecretsManagerParameter } from '../cache/secrets-manager-parameter.js';
import type { SsmParameter } from '../cache/ssm-parameter.js';

/** What can be made of a stored value without being told how. */
type PlainValue = string | number | boolean | readonly string[] | Uint8Array;

/** The ways in which a property can hold a value. */
type Holding<Value, Handle> = Value | Promise<Value | undefined> | Handle;

type Message<Text extends string> = { readonly error: Text };

type Fit<Property, Allowed> = unknown extends Property
  ? unknown
  : [NonNullable<Property>] extends [Allowed]
    ? unknown
    : Message<'This property cannot hold the value: declare string, number, boolean, string[], Uint8Array, a Promise of one of them or a handle, or give a transform.'>;

/** `unknown` for a property that can hold the value, or that the compiler cannot see because it is private. */
type FitOf<Target, Key, Allowed> = Key extends keyof Target ? Fit<Target[Key], Allowed> : unknown;

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold a parameter.
 *
 * @publicApi
 */
export type ParameterProperty = <Target extends object, Key extends string | symbol>(
  target: Target,
  propertyKey: Key & FitOf<Target, Key, Holding<PlainValue, SsmParameter<any>>>,
) => void;

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold a secret.
 *
 * @publicApi
 */
export type SecretProperty = <Target extends object, Key extends string | symbol>(
  target: Target,
  propertyKey: Key & FitOf<Target, Key, Holding<PlainValue, SecretsManagerParameter<any>>>,
) => void;

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold the parameters under a path.
 *
 * @publicApi
 */
export type TreeProperty = <Target extends object, Key extends string | symbol>(
  target: Target,
  propertyKey: Key & FitOf<Target, Key, object>,
) => void;
