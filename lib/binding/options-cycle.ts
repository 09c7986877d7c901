import { InvalidDeclarationError } from '../errors/index.js';
import { cyclicOptionsMessage } from '../errors/errors.messages.js';
import { isCacheToken } from './cache-copies.js';
import { dependenciesOf, type ScannedProvider } from './provider-dependencies.js';
import { providerModuleOf, type ScannedModule } from './module-graph.js';

type Token = unknown;

/**
 * Throws when the options of a cache depend on something that needs this cache itself: Nest 10 and 11 would wait for
 * ever, without a word.
 *
 * @param own the module that provides the cache
 */
export const checkOptionsCycle = (own: ScannedModule, optionsToken: Token): void => {
  const path = pathToCache(optionsToken, own, own, new Set());
  if (path === undefined) return;
  const names = path.slice(1, -1).map(nameOf);
  throw new InvalidDeclarationError(cyclicOptionsMessage(names), { names });
};

/** The tokens that lead from `token`, as it is injected in `module`, to the cache of `own`, both included. */
const pathToCache = (
  token: Token,
  module: ScannedModule,
  own: ScannedModule,
  seen: Set<ScannedProvider>,
): readonly Token[] | undefined => {
  const host = providerModuleOf(module, token);
  const provider = host?.providers.get(token as string);
  if (host === undefined || provider === undefined || seen.has(provider)) return undefined;
  if (host === own && isCacheToken(token)) return [token];
  seen.add(provider);
  const path = dependenciesOf(provider)
    .map((dependency) => pathToCache(dependency.token, host, own, seen))
    .find((found) => found !== undefined);
  return path && [token, ...path];
};

const nameOf = (token: Token): string => (typeof token === 'function' ? token.name : String(token));
