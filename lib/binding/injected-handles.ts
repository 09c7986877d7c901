import type { Provider } from '@nestjs/common';
import { realCache } from '../cache/real-cache.js';
import { SecretsManagerParameter } from '../cache/secrets-manager-parameter.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { SsmHandle } from '../cache/ssm-handle.js';
import { SsmParameter } from '../cache/ssm-parameter.js';
import { SsmParameterTree } from '../cache/ssm-parameter-tree.js';
import { CACHE_TOKEN } from './binding.constants.js';
import { declaredHandle, handleTokens, type HandleToken } from './handle-registry.js';
import { lateHandle } from './late-handle.js';
import type { DecoratedValue } from './declarations.interface.js';
import { handleOf } from './property-binding.js';
import { dependenciesOf, dependenciesOfClass, type Dependency } from './provider-dependencies.js';
import type { ScannedModule } from './module-graph.js';

type AnyHandle = SsmHandle<unknown, number | string>;

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

const bound = new WeakMap<SsmCache, Map<HandleToken, AnyHandle>>();

/** The handle in a cache, the same for all places that it is injected into. */
export const bindHandle = (injected: InjectedHandle, cache: SsmCache): AnyHandle => {
  const handles = bound.get(cache) ?? new Map<HandleToken, AnyHandle>();
  bound.set(cache, handles);
  const handle = handles.get(injected.token) ?? handleOf(injected, cache);
  handles.set(injected.token, handle);
  return handle;
};

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
  const make = (): AnyHandle => bindHandle({ ...declared, token, label: token.name }, cache);
  return bound.get(cache)?.get(token) ?? lateHandle(HANDLES[declared.kind], make);
};

const HANDLES = { parameter: SsmParameter, secret: SecretsManagerParameter, path: SsmParameterTree };

/** What a double of the cache gives as a handle, if the test taught it to. */
const handleOfDouble = (
  double: Partial<SsmCache> | null,
  { kind, name, options }: DecoratedValue,
): unknown => {
  if (kind === 'parameter') return double?.parameter?.(name, options);
  return kind === 'secret' ? double?.secret?.(name, options) : double?.parameters?.(name, options);
};
