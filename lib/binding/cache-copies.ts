import type { Provider, Type } from '@nestjs/common';
import { CACHE_TOKEN } from './binding.constants.js';
import { announceToken } from './late-tokens.js';

const KEY = Symbol.for('nestjs-ssm-cache:copies');

/** The class of the cache in each copy of the package that is loaded: the ESM and the CommonJS one share no class. */
const copies = ((globalThis as { [KEY]?: Set<Type> })[KEY] ??= new Set());

export const registerCopy = (cacheClass: Type): void => {
  if (copies.has(cacheClass)) return;
  copies.add(cacheClass);
  announceToken(cacheClass);
};

/** The classes of other copies, which a library may inject by type. */
export const otherCopies = (own: Type): readonly Type[] => [...copies].filter((copy) => copy !== own);

/** Provides the cache under the classes of other copies too. */
export const copyProviders = (own: Type): readonly Provider[] =>
  otherCopies(own).map((provide) => ({ provide, useExisting: CACHE_TOKEN }));

/** Whether Nest injects the cache for this token. */
export const isCacheToken = (token: unknown): boolean => token === CACHE_TOKEN || copies.has(token as Type);
