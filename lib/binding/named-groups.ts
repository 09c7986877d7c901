import { declaringClassesIn, recoveringClassesIn } from './declaration.explorer.js';
import { propertiesOf, recoveriesOf } from './class-metadata.accessor.js';
import { featureGroupsIn } from './group.providers.js';
import { injectedHandlesIn } from './injected-handles.js';
import { DEFAULT_CLIENT } from '../sources/source.interface.js';
import type { ScannedModule } from './module-graph.js';
import type { RefreshOnErrorOptions, RefreshTarget } from '../options/refresh-on-error-options.interface.js';

/** The groups that classes name and that no feature module registers. */
export const unregisteredGroupsIn = (modules: readonly ScannedModule[]): readonly string[] => {
  const registered = new Set(featureGroupsIn(modules).map(([name]) => name));
  const declaring = declaringClassesIn(modules).map(({ target }) => target);
  const named = [
    ...[...declaring, ...recoveringClassesIn(modules)].flatMap(groupsNamedBy),
    ...injectedHandlesIn(modules).flatMap(({ options }) => options.group ?? []),
  ];
  return [...new Set(named)].filter((name) => !registered.has(name));
};

/** The clients that classes name, beside the default one. */
export const clientsNamedIn = (modules: readonly ScannedModule[]): readonly string[] => {
  const declared = declaringClassesIn(modules).flatMap(({ target }) => propertiesOf(target));
  const options = [...declared, ...injectedHandlesIn(modules)].map((declaration) => declaration.options);
  return [...new Set(options.flatMap(({ client }) => client ?? []))].filter(
    (name) => name !== DEFAULT_CLIENT,
  );
};

const groupsNamedBy = (target: object): readonly string[] => [
  ...propertiesOf(target).flatMap(({ options }) => options.group ?? []),
  ...recoveriesOf(target).flatMap(({ options }) => groupsToRefresh(options)),
];

const groupsToRefresh = ({ refresh = [] }: RefreshOnErrorOptions): readonly string[] =>
  [refresh].flat().flatMap((target: RefreshTarget) => (isGroupName(target) ? target.group : []));

const isGroupName = (target: RefreshTarget): target is { readonly group: string } =>
  typeof target === 'object' && 'group' in target && typeof target.group === 'string';
