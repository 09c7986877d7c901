import type { ModulesContainer } from '@nestjs/core';
import { loadsOf, type ConfigLoads } from '../config/config-loads.js';
import { cacheOfConfig, declareConfig } from '../config/declared-config.js';
import { INTERNALS } from '../runtime/internals.js';
import { DEFAULT_TIMEOUT, loggerFor, optionsFor, type Look, type ToolCache } from './tool-cache.js';

/**
 * A cache for each `ssmCacheConfig()` that the application loads.
 *
 * @throws for a name that a function does not return
 */
export const configCaches = (modules: ModulesContainer, look: Look): readonly ToolCache[] => {
  const loaders = [...modules.values()].flatMap(({ providers }) =>
    Array.from(providers.values(), ({ metatype }) => loadsOf(metatype)),
  );
  return [...new Set(loaders)].flatMap((loads) => (loads === undefined ? [] : configCache(loads, look)));
};

/** Its path is complete: the base path of the module is not prepended. */
const configCache = ({ namespace, options: given }: ConfigLoads, look: Look): ToolCache => {
  const { preloadTimeout = DEFAULT_TIMEOUT } = given;
  const options = optionsFor(given, look);
  const cache = cacheOfConfig(options, loggerFor(look));
  const { targets } = declareConfig(namespace, given, cache);
  return {
    cache,
    options,
    queues: [],
    scopes: [],
    values: targets.map(({ declaration, view, isOptional }) => ({
      owner: declaration,
      view,
      type: 'unknown',
      optional: isOptional,
    })),
    load: (timeout = preloadTimeout) => cache[INTERNALS].preload(targets, timeout * 1_000),
  };
};
