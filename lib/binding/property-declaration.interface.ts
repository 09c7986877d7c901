import type { PathOptions } from '../options/path-options.interface.js';
import type { SsmName } from '../options/name.js';
import type { ParameterOptions, SecretOptions } from '../options/value-options.interface.js';

interface Declaration {
  readonly kind: string;
  readonly name: SsmName;
  readonly options: object;
  readonly propertyKey: string | symbol;
  /** The class and the property, as messages name them: `OrdersRepository.password`. */
  readonly label: string;
  /** The declared type of the property, as TypeScript emits it. */
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
export type DeclaredValue = Declared<ParameterDeclaration | SecretDeclaration | PathDeclaration>;

export type PropertyOptions<Options> = Options & {
  /** If "false", the value is not loaded at start-up but when it is first read. */
  readonly preload?: boolean;
};
