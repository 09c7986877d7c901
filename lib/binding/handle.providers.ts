import type { Provider } from '@nestjs/common';
import { HANDLES, type AnyHandle } from '../cache/handles.js';
import { realCache } from '../cache/real-cache.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import { binderOf } from './binder.js';
import { CACHE_TOKEN } from './binding.constants.js';
import type { DecoratedValue } from './declarations.interface.js';
import { declaredHandle, handleTokens, type HandleToken } from './handle-registry.js';
import { lateHandle } from './late-handle.js';

/** Providers of all handles that are declared so far. */
export const handleProviders = (): Provider[] =>
  handleTokens().map((provide) => ({
    provide,
    inject: [CACHE_TOKEN],
    useFactory: (cache: SsmCache) => injectedHandle(provide, cache),
  }));

/**
 * What the start found is loaded by now. What it did not find, since the application does not use it or since no scan sees
 * its class, is not even asked for before it is used.
 */
export const injectedHandle = (token: HandleToken, injected: SsmCache): AnyHandle => {
  const cache = realCache(injected);
  const declared = declaredHandle(token) as DecoratedValue;
  if (cache === undefined) return handleOfDouble(injected, declared) as AnyHandle;
  const binder = binderOf(cache);
  const make = (): AnyHandle => binder.handle({ ...declared, token, label: token.name });
  return binder.boundHandle(token) ?? lateHandle(HANDLES[declared.kind], make);
};

/** What a double of the cache gives as a handle, if the test taught it to. */
const handleOfDouble = (
  double: Partial<SsmCache> | null,
  { kind, name, options }: DecoratedValue,
): unknown => {
  if (kind === 'parameter') return double?.parameter?.(name, options);
  return kind === 'secret' ? double?.secret?.(name, options) : double?.parameters?.(name, options);
};
