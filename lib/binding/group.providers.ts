import type { Abstract, Provider } from '@nestjs/common';
import { realCache } from '../cache/real-cache.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { SsmParameterGroup } from '../cache/ssm-parameter-group.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import { INTERNALS } from '../runtime/internals.js';
import { CACHE_TOKEN } from './binding.constants.js';
import type { ScannedModule } from './module-graph.js';
import { sharedToken } from './shared-token.js';

type Groups = Readonly<Record<string, SsmGroupOptions>>;

const FEATURE_GROUPS_TOKEN = 'SSM_CACHE:FEATURE_GROUPS';

/** What a double of the cache gives as a group, if the test taught it to. */
const groupOfDouble = (double: Partial<SsmCache> | null, name: string): unknown => double?.group?.(name);

/** The registered groups under their tokens. */
export const groupProviders = (names: Iterable<string>): Provider[] =>
  Array.from(names, (name) => ({
    provide: groupToken(name),
    inject: [CACHE_TOKEN],
    useFactory: (cache: SsmCache) => realCache(cache)?.group(name) ?? groupOfDouble(cache, name),
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
    useFactory: (cache: SsmCache) =>
      realCache(cache)?.[INTERNALS].groups.register(name, options) ?? groupOfDouble(cache, name),
  })),
];

/** The groups of the feature modules that Nest has scanned among these. */
export const featureGroupsIn = (
  modules: Iterable<ScannedModule>,
): readonly (readonly [string, SsmGroupOptions])[] =>
  Array.from(modules, ({ providers }) =>
    Object.entries((providers.get(FEATURE_GROUPS_TOKEN)?.instance as Groups | undefined) ?? {}),
  ).flat();

export const registerFeatureGroups = (modules: Iterable<ScannedModule>, cache: SsmCache): void => {
  for (const [name, options] of featureGroupsIn(modules)) cache[INTERNALS].groups.register(name, options);
};

/** The token of a registered group. */
export const groupToken = (name: string): Abstract<SsmParameterGroup> =>
  sharedToken(`SSM_CACHE:GROUP:${name}`);
