import 'reflect-metadata';
import { checkNameOrFunction } from '../options/name.js';
import { checkedOptions } from '../options/option-checks.js';
import { checkedFilters } from '../sources/parameter-store/parameter-filters.js';
import { injectCache } from './cache-injection.js';
import { addProperty, declarationLabel, DECORATORS } from './class-metadata.accessor.js';
import { checkIsProperty } from './decorated-place.js';
import { checkDeclaredType } from './declared-type-check.js';
import { checkService } from './other-service.js';
import type { DecoratedValue } from './declarations.interface.js';

/**
 * Records that a property is to hold a value, and has the instances of its class bound.
 *
 * @param place what a decorator is called with after the prototype and the key: nothing, on a property
 */
export const declareProperty = (
  prototype: object,
  propertyKey: string | symbol,
  declared: DecoratedValue,
  place: readonly unknown[] = [],
): void => {
  const decorator = DECORATORS[declared.kind];
  checkIsProperty(decorator, prototype, propertyKey, place);
  const label = declarationLabel(prototype, propertyKey);
  const { name } = declared;
  checkNameOrFunction(name, `${decorator} on ${label}`);
  const where = `${decorator}${typeof name === 'string' ? `("${name}")` : ''} on ${label}`;
  checkService(declared, where);
  const checked = {
    ...declared,
    options: checkedOptions(declared.options, decorator, where),
  } as DecoratedValue;
  const own =
    checked.kind === 'path' ? withOwnFilters(checked, typeof name === 'string' ? name : label) : checked;
  const emitted: unknown = Reflect.getMetadata('design:type', prototype, propertyKey);
  const type = checkDeclaredType(own, emitted, where);
  addProperty(prototype.constructor, { ...own, propertyKey, prototype, label, where, type });
  injectCache(prototype, `${decorator} on ${label}`);
};

/** Filters can be given further values later, which nothing would check. */
const withOwnFilters = (
  declared: Extract<DecoratedValue, { readonly kind: 'path' }>,
  path: string,
): DecoratedValue => {
  const { filters } = declared.options;
  if (filters === undefined) return declared;
  return { ...declared, options: { ...declared.options, filters: checkedFilters(filters, path) } };
};
