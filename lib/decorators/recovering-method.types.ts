import type { Message } from '../values/compile-error.types.js';

/**
 * Whether a class has a member of this name. A private one is not among `keyof`, but nothing that lets the name be public is
 * assignable from the class.
 */
type HasMember<Target, Name extends string> = Name extends keyof Target
  ? true
  : Target extends { [Key in keyof Target | Name]?: unknown }
    ? false
    : true;

/** `unknown` for a method, or for what may be one because it is private. */
type FitCallback<Target, Name extends string> = [Name] extends [never]
  ? unknown
  : Name extends keyof Target
    ? [Target[Name]] extends [(...args: any[]) => unknown]
      ? unknown
      : Message<`onRefresh names '${Name}', which is not a method.`>
    : HasMember<Target, Name> extends true
      ? unknown
      : Message<`onRefresh names '${Name}', which is not a member of the class.`>;

/**
 * A method decorator that rejects, at compile time, the name of a callback that the class does not have.
 *
 * @publicApi
 */
export type RecoveringMethod<Callback extends string> = <Target extends object>(
  target: Target & FitCallback<Target, Callback>,
  propertyKey: string | symbol,
  descriptor: PropertyDescriptor,
) => void;
