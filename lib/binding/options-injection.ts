import 'reflect-metadata';
import { InvalidDeclarationError } from '../errors/index.js';
import { cyclicOptionsMessage } from '../errors/errors.messages.js';
import { INJECTION_METADATA } from './binding.constants.js';

interface AsyncOptions {
  readonly inject?: readonly unknown[];
  readonly useClass?: unknown;
  readonly useExisting?: unknown;
}

type Class = abstract new (...args: never[]) => unknown;

const isClass = (token: unknown): token is Class => typeof token === 'function';

/**
 * Throws when the module's options depend on a class that needs the cache itself: Nest 10 and 11 would wait for ever,
 * without a word.
 */
export const checkOptionsInjection = ({ inject = [], useClass, useExisting }: AsyncOptions): void => {
  const tokens = [...inject, useClass, useExisting].map((token) =>
    typeof token === 'object' && token !== null && 'token' in token ? token.token : token,
  );
  const cycle = tokens.map((token) => pathToCache(token, [])).find((path) => path !== undefined);
  if (cycle !== undefined) throw new InvalidDeclarationError(cyclicOptionsMessage(cycle), { names: cycle });
};

/** The names of the classes that lead from `token` to one that needs the cache. */
const pathToCache = (token: unknown, seen: readonly unknown[]): readonly string[] | undefined => {
  if (!isClass(token) || seen.includes(token)) return undefined;
  if (Reflect.hasMetadata(INJECTION_METADATA, token)) return [token.name];
  const dependencies =
    (Reflect.getMetadata('design:paramtypes', token) as readonly unknown[] | undefined) ?? [];
  const path = dependencies
    .map((dependency) => pathToCache(dependency, [...seen, token]))
    .find((found) => found !== undefined);
  return path && [token.name, ...path];
};
