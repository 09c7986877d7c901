import 'reflect-metadata';
import {
  LISTENERS_METADATA,
  PROPERTIES_METADATA,
  RECOVERIES_METADATA,
  RETRY_PARAMETER_METADATA,
} from './binding.constants.js';
import type { Class } from './declaration.explorer.js';
import type {
  ListenerDeclaration,
  PropertyDeclaration,
  RecoveryDeclaration,
} from './declarations.interface.js';
import { isRedeclaredIn } from './redeclared-property.js';

const listOf = <T>(key: string, target: object): readonly T[] =>
  (Reflect.getMetadata(key, target) as readonly T[] | undefined) ?? [];

/** Adds to what the class inherits without changing what its parent holds. */
const add = <T>(key: string, target: object, item: T): void =>
  Reflect.defineMetadata(key, [...listOf<T>(key, target), item], target);

/** The properties that a class and its parents declare; where both declare one, the class's own. */
export const propertiesOf = (target: object): readonly PropertyDeclaration[] => {
  const declarations = listOf<PropertyDeclaration>(PROPERTIES_METADATA, target);
  return [...new Map(declarations.map((declaration) => [declaration.propertyKey, declaration])).values()];
};

/** The same without what all instances of a subclass redeclare. */
export const boundPropertiesOf = (target: Class): readonly PropertyDeclaration[] =>
  propertiesOf(target).filter((declaration) => !isRedeclaredIn(target.prototype as object, declaration));

export const addProperty = (target: object, declaration: PropertyDeclaration): void =>
  add(PROPERTIES_METADATA, target, declaration);

export const recoveriesOf = (target: object): readonly RecoveryDeclaration[] =>
  listOf<RecoveryDeclaration>(RECOVERIES_METADATA, target);

export const addRecovery = (target: object, declaration: RecoveryDeclaration): void =>
  add(RECOVERIES_METADATA, target, declaration);

export const listenersOf = (target: object): readonly ListenerDeclaration[] =>
  listOf<ListenerDeclaration>(LISTENERS_METADATA, target);

export const addListener = (target: object, declaration: ListenerDeclaration): void =>
  add(LISTENERS_METADATA, target, declaration);

export const retryParameterOf = (prototype: object, propertyKey: string | symbol): number | undefined =>
  Reflect.getMetadata(RETRY_PARAMETER_METADATA, prototype, propertyKey) as number | undefined;

export const setRetryParameter = (prototype: object, propertyKey: string | symbol, index: number): void =>
  Reflect.defineMetadata(RETRY_PARAMETER_METADATA, index, prototype, propertyKey);

/** A member of a class as messages name it: `OrdersRepository.password`. */
export const declarationLabel = (prototype: object, member: string | symbol): string =>
  `${prototype.constructor.name}.${String(member)}`;

/** By the kind of the value that it declares. */
export const DECORATORS = { parameter: '@SsmParam', path: '@SsmParams', secret: '@SsmSecret' } as const;
