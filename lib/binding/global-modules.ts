import type { ModulesContainer } from '@nestjs/core';
import { InvalidDeclarationError } from '../errors/index.js';
import { severalGlobalModulesMessage } from '../errors/errors.messages.js';
import { CACHE_TOKEN } from './binding.constants.js';
import type { ScannedModule } from './module-graph.js';

/**
 * Throws for a second global cache in one application: Nest would give it to modules that know nothing of it, and their
 * names would be read by its options.
 */
export const checkIsOnlyGlobal = (own: ScannedModule, modules: ModulesContainer): void => {
  const others = [...modules.values()].filter(
    (module) => module.isGlobal && module.providers.has(CACHE_TOKEN) && module.exports.has(CACHE_TOKEN),
  );
  if (own.isGlobal && others.length > 1) {
    throw new InvalidDeclarationError(severalGlobalModulesMessage(others.length), {
      names: ['SsmCacheModule'],
    });
  }
};
