import type { Schema } from '../values/schema-class.interface.js';
import type { IsAny } from '../values/compile-error.types.js';
import type { Declared, Held } from './held-value.types.js';
import type { FitDefault, FitMade, FitOptional, Made } from './made-value.types.js';
import type { FitContainer, FitStoredValue } from './property-type-fit.types.js';
import type { FitTree } from './tree-fit.types.js';
import type { FitHandle, FitOptions, SourceName } from './value-sources.types.js';
import type { FitVersions } from './versions-fit.types.js';

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold the value, and options
 * that it does not know.
 *
 * @publicApi
 */
export type ValueProperty<Options, Source extends Exclude<SourceName, 'path'> = 'parameter'> = <
  Target extends object,
  Key extends string | symbol,
>(
  target: Target,
  propertyKey: Key & FitOptions<Options, Source> & FitValueOf<Target, Key, Options, Source>,
) => void;

/**
 * A property decorator that rejects, at compile time, public properties whose type cannot hold the parameters under a path,
 * and options that it does not know.
 *
 * @publicApi
 */
export type TreeProperty<Options> = <Target extends object, Key extends string | symbol>(
  target: Target,
  propertyKey: Key & FitOptions<Options, 'path'> & FitTreeOf<Target, Key, Options>,
) => void;

/** `unknown` for a property that can hold the value, or that the compiler cannot see because it is private. */
type FitValueOf<Target, Key, Options, Source extends SourceName> = Key extends keyof Target
  ? IsAny<Target[Key]> extends true
    ? unknown
    : FitHandle<Target[Key], Source> &
        FitContainer<Target[Key], Options> &
        FitOptional<Target[Key], Options> &
        FitDefault<Target[Key], Options> &
        FitValue<Target[Key], Declared<Target, Key>, Options, Source>
  : unknown;

type FitValue<Property, DeclaredType, Options, Source extends SourceName> = Options extends {
  readonly versions: readonly unknown[];
}
  ? FitVersions<Held<Property>, Options>
  : FitOneValue<Property, DeclaredType, Options, Source>;

type FitOneValue<Property, DeclaredType, Options, Source extends SourceName> =
  Made<Options> extends { readonly isMade: true; readonly value: infer Value }
    ? FitMade<Property, Value>
    : FitStoredValue<Property, DeclaredType, Options, Source>;

type FitTreeOf<Target, Key, Options> = Key extends keyof Target
  ? IsAny<Target[Key]> extends true
    ? unknown
    : FitHandle<Target[Key], 'path'> &
        FitContainer<Target[Key], Options> &
        (Options extends { readonly schema: Schema }
          ? FitValue<Target[Key], never, Options, 'path'>
          : FitTree<Target[Key], Options>)
  : unknown;
