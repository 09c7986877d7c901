import { declaredHandle, type HandleToken } from './handle-registry.js';
import type { DecoratedValue } from './declarations.interface.js';
import { dependenciesOf, dependenciesOfClass, type Dependency } from './provider-dependencies.js';
import type { ScannedModule } from './module-graph.js';

/** A handle, and one of the places that it is injected into. */
export type InjectedHandle = DecoratedValue & { readonly token: HandleToken; readonly label: string };

/** The handles that Nest is going to inject in these modules, before any instance exists. */
export const injectedHandlesIn = (modules: Iterable<ScannedModule>): readonly InjectedHandle[] =>
  Array.from(modules, ({ providers, controllers, injectables }) => [
    ...providers.values(),
    ...controllers.values(),
    ...injectables.values(),
  ])
    .flat()
    .flatMap(dependenciesOf)
    .flatMap(handleAmong);

/** The handles that Nest injects into a class. */
export const handlesInjectedInto = (target: { readonly name: string }): readonly InjectedHandle[] =>
  dependenciesOfClass(target).flatMap(handleAmong);

const handleAmong = ({ token, label }: Dependency): InjectedHandle | readonly InjectedHandle[] => {
  const declared = declaredHandle(token);
  return declared === undefined ? [] : { ...declared, token: token as HandleToken, label };
};
