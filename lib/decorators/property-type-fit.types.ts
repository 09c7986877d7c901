import type { SecretsManagerParameter } from '../cache/secrets-manager-parameter.js';
import type { SsmHandle } from '../cache/ssm-handle.js';
import type { SsmParameterTree } from '../cache/ssm-parameter-tree.js';
import type { SsmParameter } from '../cache/ssm-parameter.js';
import type { Message } from '../values/compile-error.types.js';
import type { FitConvertible } from './convertible.types.js';
import type { SourceName } from './value-sources.types.js';

/** What the option `type` makes of a stored value, where it says that. */
type ValueOfType<Type> = Type extends NumberConstructor
  ? { readonly value: number }
  : Type extends StringConstructor
    ? { readonly value: string }
    : Type extends BooleanConstructor
      ? { readonly value: boolean }
      : Type extends ArrayConstructor
        ? { readonly value: string[] }
        : Type extends BufferConstructor
          ? { readonly value: Buffer }
          : Type extends Uint8ArrayConstructor
            ? { readonly value: Uint8Array }
            : unknown;

/** Rejects a property that cannot hold a stored value: by the option `type`, or else by its declared type. */
export type FitStoredValue<Property, DeclaredType, Options, Source extends SourceName> = Options extends {
  readonly type: infer Type;
}
  ? ValueOfType<Type> extends { readonly value: infer Value }
    ? FitType<NonNullable<Property>, Value>
    : FitConvertible<DeclaredType, Source>
  : FitConvertible<DeclaredType, Source>;

/** A type of which the option is a wider one, such as some texts, is taken at its word. */
type FitType<Property, Value> = [Value] extends [Property]
  ? unknown
  : [Property] extends [Value]
    ? unknown
    : Message<UnfitType>;

/** Rejects a property that is no promise or handle where the option `type` makes one, or the other way round. */
export type FitContainer<Property, Options> = Options extends { readonly type: infer Type }
  ? ContainerMadeBy<Type> extends ContainerIn<NonNullable<Property>>
    ? unknown
    : Message<UnfitType>
  : unknown;

type ContainerMadeBy<Type> =
  ValueOfType<Type> extends { readonly value: unknown }
    ? 'none'
    : Type extends PromiseConstructor
      ? 'promise'
      : Type extends typeof SsmParameter | typeof SecretsManagerParameter | typeof SsmParameterTree
        ? 'handle'
        : 'none';

type ContainerIn<Property> = unknown extends Property
  ? 'promise' | 'handle' | 'none'
  : [Property] extends [Promise<any>]
    ? 'promise'
    : [Property] extends [SsmHandle<any, any>]
      ? 'handle'
      : 'none';

type UnfitType = 'The property cannot hold what its option type makes: declare that type.';
