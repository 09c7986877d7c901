import 'reflect-metadata';
import { checkValueOptions } from '../cache/value-factory.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { staticPropertyMessage } from '../errors/errors.messages.js';
import { injectCache } from './cache-injection.js';
import { addProperty } from './class-metadata.accessor.js';
import { declarationLabel } from './declaration-label.js';
import type { ParameterDeclaration, SecretDeclaration } from './property-declaration.interface.js';

/** Records that a property is to hold a value, and has the instances of its class bound. */
export const declareProperty = (
  prototype: object,
  propertyKey: string | symbol,
  declared:
    | Pick<ParameterDeclaration, 'kind' | 'name' | 'options'>
    | Pick<SecretDeclaration, 'kind' | 'name' | 'options'>,
): void => {
  const decorator = declared.kind === 'parameter' ? '@SsmParam' : '@SsmSecret';
  if (typeof prototype === 'function') {
    const label = `${prototype.name}.${String(propertyKey)}`;
    throw new InvalidDeclarationError(staticPropertyMessage(decorator, label), { names: [label] });
  }
  const label = declarationLabel(prototype, propertyKey);
  checkValueOptions(declared.options, `${decorator}("${declared.name}") on ${label}`);
  const type: unknown = Reflect.getMetadata('design:type', prototype, propertyKey);
  addProperty(prototype.constructor, { ...declared, propertyKey, label, type });
  injectCache(prototype, `${decorator} on ${label}`);
};
