import { Inject } from '@nestjs/common';
import { InvalidDeclarationError } from '../errors/index.js';
import { notInjectableMessage } from '../errors/errors.messages.js';
import { checkNameOrFunction } from '../options/name.js';
import { checkedOptions } from '../options/option-checks.js';
import { declarationLabel, DECORATORS } from './class-metadata.accessor.js';
import { checkVersionsType } from './declared-type-check.js';
import { declareHandle, type HandleToken } from './handle-registry.js';
import type { DecoratedValue } from './declarations.interface.js';
import { parameterLabel } from './provider-dependencies.js';

/** Declares the handle, and gives its token. */
export const handleToken = (declared: DecoratedValue, where: string): HandleToken => {
  checkNameOrFunction(declared.name, where);
  const options = checkedOptions(declared.options, DECORATORS[declared.kind], where);
  const checked = { ...declared, options } as DecoratedValue;
  checkVersionsType(checked, options.type, where);
  return declareHandle(checked);
};

/** Has Nest inject the handle into a parameter of a constructor, or into a property. */
export const injectHandle =
  (decorator: string, declared: DecoratedValue): ParameterDecorator & PropertyDecorator =>
  (target: object, key: string | symbol | undefined, index?: number) => {
    const label = labelOf(target, key, index);
    const where = `${decorator} on ${label}`;
    if (key !== undefined && typeof index === 'number') {
      throw new InvalidDeclarationError(notInjectableMessage(where), { names: [label] });
    }
    Inject(handleToken(declared, where))(target, key as string, index as number);
  };

const labelOf = (target: object, key: string | symbol | undefined, index: number | undefined): string => {
  if (key !== undefined) return declarationLabel(target, key);
  return parameterLabel((target as { readonly name: string }).name, index ?? 0);
};
