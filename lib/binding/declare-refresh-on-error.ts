import 'reflect-metadata';
import { checkedOptions } from '../options/option-checks.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { notAMethodMessage, notCallableMessage, returnsNoPromiseMessage } from '../errors/errors.messages.js';
import type { RefreshOnErrorOptions } from '../options/refresh-on-error-options.interface.js';
import { injectCache } from './cache-injection.js';
import { addRecovery, declarationLabel } from './class-metadata.accessor.js';
import { checkIsLegacyDecorator } from './decorated-place.js';
import { wrapMethod } from './wrap-method.js';

/** Return types, as TypeScript emits them, that are certainly neither promises nor Observables. */
const SYNCHRONOUS = new Set<unknown>([String, Number, Boolean, Symbol, BigInt, Array, Date, Map, Set]);

/** Records that a method is to be repeated with fresh values when it fails, and replaces it. */
export const declareRefreshOnError = (
  prototype: object,
  propertyKey: string | symbol,
  descriptor: PropertyDescriptor | undefined,
  given: RefreshOnErrorOptions,
): void => {
  checkIsLegacyDecorator('@RefreshOnError', propertyKey);
  const label = declarationLabel(prototype, propertyKey);
  if (typeof prototype === 'function' || typeof descriptor?.value !== 'function') {
    throw new InvalidDeclarationError(notAMethodMessage(label), { names: [label] });
  }
  const options = checkedRecoveryOptions(given, label);
  checkReturnType(Reflect.getMetadata('design:returntype', prototype, propertyKey), label);
  const declaration = { label, options };
  addRecovery(prototype.constructor, declaration);
  injectCache(prototype, `@RefreshOnError on ${label}`);
  descriptor.value = wrapMethod(prototype, propertyKey, descriptor.value, declaration);
};

const checkedRecoveryOptions = (given: RefreshOnErrorOptions, label: string): RefreshOnErrorOptions => {
  const where = `@RefreshOnError on ${label}`;
  const options = checkedOptions(given, 'retry', where);
  if (!['undefined', 'function', 'string'].includes(typeof options.onRefresh)) {
    throw new InvalidDeclarationError(notCallableMessage(where), { names: [label] });
  }
  return options;
};

const checkReturnType = (type: unknown, label: string): void => {
  if (typeof type === 'function' && SYNCHRONOUS.has(type)) {
    throw new InvalidDeclarationError(returnsNoPromiseMessage(label, type.name), { names: [label] });
  }
};
