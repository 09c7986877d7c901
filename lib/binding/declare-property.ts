import 'reflect-metadata';
import { checkNameOrFunction } from '../options/name.js';
import { checkOptions } from '../options/option-checks.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { staticPropertyMessage } from '../errors/errors.messages.js';
import { checkedFilters } from '../sources/parameter-store/parameter-filters.js';
import { injectCache } from './cache-injection.js';
import { addProperty } from './class-metadata.accessor.js';
import { checkDeclaredType } from './declared-type-check.js';
import { declarationLabel, decoratorOf } from './declaration-label.js';
import type { DeclaredValue } from './property-declaration.interface.js';

/** Records that a property is to hold a value, and has the instances of its class bound. */
export const declareProperty = (
  prototype: object,
  propertyKey: string | symbol,
  declared: DeclaredValue,
): void => {
  const decorator = decoratorOf(declared.kind);
  if (typeof prototype === 'function') {
    const label = `${prototype.name}.${String(propertyKey)}`;
    throw new InvalidDeclarationError(staticPropertyMessage(decorator, label), { names: [label] });
  }
  const label = declarationLabel(prototype, propertyKey);
  const { name } = declared;
  checkNameOrFunction(name, `${decorator} on ${label}`);
  const where = `${decorator}${typeof name === 'string' ? `("${name}")` : ''} on ${label}`;
  checkOptions(declared.options, declared.kind, where);
  if (declared.kind === 'path' && declared.options.filters !== undefined)
    checkedFilters(declared.options.filters, typeof name === 'string' ? name : label);
  const type: unknown = Reflect.getMetadata('design:type', prototype, propertyKey);
  checkDeclaredType(declared, type, where);
  addProperty(prototype.constructor, { ...declared, propertyKey, label, type });
  injectCache(prototype, `${decorator} on ${label}`);
};
