import type { Provider } from '@nestjs/common';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import { CACHE_TOKEN } from './binding.constants.js';
import { groupToken } from './group-token.js';
import type { ScannedModule } from './provider-host.js';

type Groups = Readonly<Record<string, SsmGroupOptions>>;

const FEATURE_GROUPS_TOKEN = 'SSM_CACHE:FEATURE_GROUPS';

/** The registered groups under their tokens. */
export const groupProviders = (names: Iterable<string>): Provider[] =>
  Array.from(names, (name) => ({
    provide: groupToken(name),
    inject: [CACHE_TOKEN],
    useFactory: (cache: SsmCache) => cache.group(name),
  }));

/**
 * The groups of a feature module, which the cache registers where it finds them: all at start-up, since decorators may
 * name them, and those of a lazy module when their provider is made.
 */
export const featureGroupProviders = (groups: Groups): Provider[] => [
  { provide: FEATURE_GROUPS_TOKEN, useValue: groups },
  ...Object.entries(groups).map(([name, options]) => ({
    provide: groupToken(name),
    inject: [CACHE_TOKEN],
    useFactory: (cache: SsmCache) => cache.registerGroup(name, options),
  })),
];

/** Registers the groups of the feature modules that Nest has scanned among these. */
export const registerFeatureGroups = (modules: Iterable<ScannedModule>, cache: SsmCache): void => {
  for (const { providers } of modules) {
    const groups = providers.get(FEATURE_GROUPS_TOKEN)?.instance as Groups | undefined;
    for (const [name, options] of Object.entries(groups ?? {})) cache.registerGroup(name, options);
  }
};
