import { describe, expect, it } from '@jest/globals';
import {
  InvalidDeclarationError,
  SecretsManagerParameter,
  SsmParam,
  SsmParameter,
  SsmParameterTree,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { z } from 'zod';

/** A class with one private property, which the compiler does not let a decorator see. */
const declare = (decorate: (target: object, key: string) => void, type: unknown) => () => {
  class Service {}
  Reflect.defineMetadata('design:type', type, Service.prototype, 'property');
  decorate(Service.prototype, 'property');
};

const schema = z.string().transform((text) => new Date(text));

describe('A private property', () => {
  it.each<[string, (target: object, key: string) => void, unknown]>([
    ['a Date of a parameter', SsmParam('/x'), Date],
    ['a Map of a parameter', SsmParam('/x'), Map],
    ['a Date of a secret', SsmSecret('x', { key: 'at' }), Date],
    ['the handle of a parameter for a secret', SsmSecret('x'), SsmParameter],
    ['the handle of a secret for a parameter', SsmParam('/x'), SecretsManagerParameter],
    ['the handle of a parameter for a path', SsmParams('/x'), SsmParameter],
    [
      'the handle of a path for a parameter, though with a schema',
      SsmParam('/x', { schema }),
      SsmParameterTree,
    ],
    ['a text of a path', SsmParams('/x'), String],
    ['a list of a path', SsmParams('/x'), Array],
    ['a Map of a path that is a tree', SsmParams('/x'), Map],
  ])('cannot be declared as %s', (_title, decorate, type) => {
    expect(declare(decorate, type)).toThrow(InvalidDeclarationError);
    expect(declare(decorate, type)).toThrow(
      /on Service\.property: a property of the type \w+ cannot hold it/,
    );
  });

  it.each<[string, (target: object, key: string) => void, unknown]>([
    ['a Date by schema', SsmParam('/x', { schema }), Date],
    ['a Date by transform', SsmParam('/x', { transform: () => new Date() }), Date],
    ['a handle', SsmParam('/x'), SsmParameter],
    ['the handle of a secret', SsmSecret('x'), SecretsManagerParameter],
    ['the handle of a path', SsmParams('/x'), SsmParameterTree],
    ['a Map of a path that is a map', SsmParams('/x', { shape: 'map' }), Map],
    ['a class of its own for a path', SsmParams('/x'), class Settings {}],
    ['anything, where no type is known', SsmParam('/x'), undefined],
  ])('can be declared as %s', (_title, decorate, type) => {
    expect(declare(decorate, type)).not.toThrow();
  });
});
