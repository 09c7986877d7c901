import type { Provider } from '@nestjs/common';
import { realCache } from '../cache/real-cache.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import { CACHE_TOKEN } from './binding.constants.js';
import { isCacheToken } from './cache-copies.js';
import { declaredHandle, type HandleToken } from './handle-registry.js';
import { injectedHandle } from './handle.providers.js';
import { onTokenDeclared, type TokenListener } from './late-tokens.js';
import type { ScannedModule } from './module-graph.js';

/**
 * Provides what is declared after Nest has scanned the modules, as lazy modules do: handles, which are loaded before
 * whatever injects them is made, and the cache under its class in a copy of the package that is loaded late.
 */
export class LateProviders implements TokenListener {
  constructor(private readonly host: ScannedModule) {
    onTokenDeclared(this);
  }

  tokenDeclared(token: unknown): void {
    const provider = isCacheToken(token) ? cacheProvider(token) : handleProvider(token as HandleToken);
    this.host.addProvider(provider);
    this.host.exports.add(token as HandleToken);
  }
}

const cacheProvider = (token: unknown): Provider => ({
  provide: token as HandleToken,
  useExisting: CACHE_TOKEN,
});

const handleProvider = (token: HandleToken): Provider => ({
  provide: token,
  inject: [CACHE_TOKEN],
  useFactory: async (cache: SsmCache) => {
    const handle = injectedHandle(token, cache);
    if (realCache(cache) && declaredHandle(token)?.options.preload !== false) await handle.get();
    return handle;
  },
});
