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
    ['anything, where nothing is left of its type', SsmParam('/x'), Object],
  ])('can be declared as %s', (_title, decorate, type) => {
    expect(declare(decorate, type)).not.toThrow();
  });
});

describe('The option type', () => {
  it.each<[string, (target: object, key: string) => void, unknown]>([
    ['no type', SsmParam('/x', { type: Number }), undefined],
    ['a type of which nothing is left', SsmParam('/x', { type: Number }), Object],
    ['the same type', SsmSecret('x', { type: Boolean }), Boolean],
    ['bytes, as a Buffer', SsmParam('/x', { type: Buffer }), Uint8Array],
    ['text, as it is stored', SsmParam('/x', { type: Object }), String],
  ])('is taken where the compiler emitted %s', (_title, decorate, type) => {
    expect(declare(decorate, type)).not.toThrow();
  });

  it.each<[string, (target: object, key: string) => void, unknown]>([
    ['a text', SsmParam('/x', { type: Number }), String],
    ['a promise', SsmParam('/x', { type: Number }), Promise],
    ['a handle', SsmSecret('x', { type: String }), SecretsManagerParameter],
    ['a number', SsmSecret('x', { type: Promise }), Number],
    ['an object', SsmParams('/x', { type: SsmParameterTree }), class Settings {}],
  ])('is refused where the property is declared as %s', (_title, decorate, type) => {
    expect(declare(decorate, type)).toThrow(InvalidDeclarationError);
    expect(declare(decorate, type)).toThrow(
      /on Service\.property: the option "type" is \w+, but the property is declared as \w+/,
    );
  });

  it.each([[Date], ['number'], [null], [class Settings {}]])('cannot be %p', (type) => {
    expect(declare(SsmParam('/x', { type: type as never }), undefined)).toThrow(
      /"type" must be String, Number, Boolean/,
    );
  });
});

describe('An ARN of the other service', () => {
  it.each<[string, (target: object, key: string) => void]>([
    ['@SsmSecret', SsmParam('arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf')],
    ['@SsmSecret', SsmParam('arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:db')],
    ['@SsmParam', SsmSecret('arn:aws:ssm:eu-west-1:123456789012:parameter/db/host')],
  ])('is refused, and the decorator for it is named: %s', (decorator, decorate) => {
    expect(declare(decorate, String)).toThrow(InvalidDeclarationError);
    expect(declare(decorate, String)).toThrow(`Declare it by ${decorator}().`);
  });
});
