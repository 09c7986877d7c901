import 'reflect-metadata';
import type { ModulesContainer } from '@nestjs/core';
import { SsmCache } from '../cache/ssm-cache.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { cyclicOptionsMessage } from '../errors/errors.messages.js';
import { CACHE_TOKEN } from './binding.constants.js';

type Token = unknown;

const CACHE_TOKENS = new Set<Token>([CACHE_TOKEN, SsmCache]);

/**
 * Throws when the module's options depend on something that needs the cache itself: Nest 10 and 11 would wait for ever,
 * without a word.
 */
export const checkOptionsCycle = (modules: ModulesContainer, optionsToken: Token): void => {
  const path = pathToCache(optionsToken, dependenciesIn(modules), new Set());
  if (path === undefined) return;
  const names = path.slice(1, -1).map(nameOf);
  throw new InvalidDeclarationError(cyclicOptionsMessage(names), { names });
};

/** The tokens that lead from `token` to the cache, both included. */
const pathToCache = (
  token: Token,
  dependenciesOf: (token: Token) => readonly Token[],
  seen: Set<Token>,
): readonly Token[] | undefined => {
  if (CACHE_TOKENS.has(token)) return [token];
  if (seen.has(token)) return undefined;
  seen.add(token);
  const path = dependenciesOf(token)
    .map((dependency) => pathToCache(dependency, dependenciesOf, seen))
    .find((found) => found !== undefined);
  return path && [token, ...path];
};

/** What every provider of a token needs, in whichever module it stands. */
const dependenciesIn =
  (modules: ModulesContainer) =>
  (token: Token): readonly Token[] =>
    [...modules.values()].flatMap(({ providers }) => {
      const provider = providers.get(token as string);
      if (provider === undefined) return [];
      const factoryTokens: readonly unknown[] | null | undefined = provider.inject;
      return (factoryTokens ?? classTokens(provider.metatype)).map(tokenOf);
    });

const classTokens = (metatype: unknown): readonly unknown[] => {
  if (typeof metatype !== 'function') return [];
  const metadata = (key: string): readonly unknown[] =>
    (Reflect.getMetadata(key, metatype) as readonly unknown[] | undefined) ?? [];
  const constructorTokens = [...metadata('design:paramtypes')];
  for (const { index, param } of metadata('self:paramtypes') as readonly {
    index: number;
    param: unknown;
  }[]) {
    constructorTokens[index] = param;
  }
  const properties = metadata('self:properties_metadata') as readonly { type: unknown }[];
  return [...constructorTokens, ...properties.map(({ type }) => type)];
};

/** The token behind `forwardRef()` and `{ token, optional }`. */
const tokenOf = (dependency: unknown): Token => {
  if (typeof dependency !== 'object' || dependency === null) return dependency;
  if ('forwardRef' in dependency && typeof dependency.forwardRef === 'function') {
    return (dependency.forwardRef as () => Token)();
  }
  return 'token' in dependency ? dependency.token : dependency;
};

const nameOf = (token: Token): string => (typeof token === 'function' ? token.name : String(token));
