import type { SsmHandle } from '../cache/ssm-handle.js';

/** What a property holds, be it directly, as a promise or as a handle. */
export type Held<Property> =
  Property extends Promise<infer Value>
    ? Value
    : Property extends SsmHandle<infer Value, any>
      ? Value
      : Property;

/** Whether the type of the value is an argument, of which nothing is left at run time. */
export type IsErased<Property> = [NonNullable<Property>] extends [Promise<any> | SsmHandle<any, any>]
  ? true
  : false;

/**
 * The declared type as far as the run time can tell: for `name?: T` it is `T`, while of a union it knows nothing.
 */
export type Declared<Target, Key extends keyof Target> =
  {} extends Pick<Target, Key> ? Exclude<Target[Key], undefined> : Target[Key];
