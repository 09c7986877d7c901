import type { RefreshOnErrorOptions } from '../options/refresh-on-error-options.interface.js';
import type { SsmChangeTarget } from '../options/ssm-change-options.interface.js';
import type { PathOptions } from '../options/path-options.interface.js';
import type { SsmName } from '../options/name.js';
import type { ParameterOptions, SecretOptions } from '../options/value-options.interface.js';
import type { PropertyType } from './property-type.interface.js';

interface Declaration {
  readonly kind: string;
  readonly name: SsmName;
  readonly options: object;
  readonly propertyKey: string | symbol;
  /** The prototype of the class that declares the property. */
  readonly prototype: object;
  /** The class and the property, as messages name them: `OrdersRepository.password`. */
  readonly label: string;
  /** The decorator and the property: `@SsmSecret("prod/db") on OrdersRepository.password`. */
  readonly where: string;
  /** The type of the property: the option `type`, or what the compiler emitted for the declared type. */
  readonly type: unknown;
}

export interface ParameterDeclaration extends Declaration {
  readonly kind: 'parameter';
  readonly name: SsmName;
  readonly options: PropertyOptions<ParameterOptions>;
}

export interface SecretDeclaration extends Declaration {
  readonly kind: 'secret';
  readonly name: SsmName;
  readonly options: PropertyOptions<SecretOptions>;
}

export interface PathDeclaration extends Declaration {
  readonly kind: 'path';
  readonly name: SsmName;
  readonly options: PropertyOptions<PathOptions>;
}

/** A property that a decorator binds to a value. */
export type PropertyDeclaration = ParameterDeclaration | SecretDeclaration | PathDeclaration;

type Declared<D> = D extends Declaration ? Pick<D, 'kind' | 'name' | 'options'> : never;

/** What a decorator says of a property, before it is known which property it is. */
export type DecoratedValue = Declared<ParameterDeclaration | SecretDeclaration | PathDeclaration>;

export type PropertyOptions<Options> = Options & {
  /** If "false", the value is not loaded at start-up but when it is first read. */
  readonly preload?: boolean;

  /**
   * The type of the property, for compilers that emit no metadata, and for types of which nothing is left at run time:
   * `String`, `Number`, `Boolean`, `Array` (a StringList), `Uint8Array`, `Buffer`, `Promise`, or the class of a handle;
   * `Object` for the value as it is stored, and `Map` for a path with `shape: 'map'`.
   *
   * @default the declared type, as the compiler emits it under `emitDecoratorMetadata`
   *
   * @example
   * ```ts
   * @SsmParam('/db/port', { type: Number, optional: true }) readonly port: number | undefined;
   * ```
   */
  readonly type?: PropertyType;
};

/** A method that is called when something has changed. */
export interface ListenerDeclaration {
  /** The class and the method, as messages name them: `Features.onFeatures`. */
  readonly label: string;
  readonly method: string | symbol;
  readonly target: SsmChangeTarget;
  /** Whether it is called at the start, too. */
  readonly isInitial: boolean;
}

/** A method that is repeated with fresh values when it fails. */
export interface RecoveryDeclaration {
  /** The class and the method, as messages name them: `OrdersRepository.findOrder`. */
  readonly label: string;
  readonly options: RefreshOnErrorOptions;
}
