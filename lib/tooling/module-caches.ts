import type { ModulesContainer } from '@nestjs/core';
import { CACHE_TOKEN } from '../binding/binding.constants.js';
import { binderOf } from '../binding/binder.js';
import { bindAll, preloadBindings, type Binding } from '../binding/declaration-preloader.js';
import { checkIsOnlyGlobal } from '../binding/global-modules.js';
import { registerFeatureGroups } from '../binding/group.providers.js';
import { modulesServedBy, type ScannedModule } from '../binding/module-graph.js';
import { clientsNamedIn, unregisteredGroupsIn } from '../binding/named-groups.js';
import { HANDLES } from '../cache/handles.js';
import { SsmCache } from '../cache/ssm-cache.js';
import { PreloadError, type PreloadFailure } from '../errors/index.js';
import { withShownObjects } from '../options/hidden-options.js';
import { checkedOptions } from '../options/option-checks.js';
import type {
  SsmCacheModuleOptions,
  StandaloneSsmCacheOptions,
} from '../options/ssm-cache-options.interface.js';
import { MODULE_OPTIONS_TOKEN } from '../ssm-cache.module-definition.js';
import {
  DEFAULT_TIMEOUT,
  loggerFor,
  optionsFor,
  type BoundValue,
  type Look,
  type ToolCache,
} from './tool-cache.js';
import { INTERNALS } from '../runtime/internals.js';
import { scopesOf } from './names/name-scope.js';
import { queueDeclarations } from './queue-declaration.js';
import { noModuleMessage, unknownOptionsMessage } from './tooling.messages.js';
import { typeText } from './type-text.js';

/**
 * A cache for each `SsmCacheModule` of the application, with all that is declared for it.
 *
 * @throws `PreloadError` that lists every declaration that is invalid
 */
export const moduleCaches = (modules: ModulesContainer, look: Look): readonly ToolCache[] => {
  const hosts = [...modules.values()].filter(({ providers }) => providers.has(CACHE_TOKEN));
  if (hosts.length === 0) look.warn?.(noModuleMessage);
  return hosts.map((host) => moduleCache(host, modules, look));
};

const moduleCache = (host: ScannedModule, modules: ModulesContainer, look: Look): ToolCache => {
  checkIsOnlyGlobal(host, modules);
  const dependants = modulesServedBy(host, CACHE_TOKEN, modules);
  const { basePath, secretPrefix } = look;
  const known = knownOptions(host);
  if (known === undefined && basePath === undefined && secretPrefix === undefined) {
    look.warn?.(unknownOptionsMessage);
  }
  const { preloadTimeout = DEFAULT_TIMEOUT, ...given } = known ?? standInOptions(dependants);
  const options: StandaloneSsmCacheOptions = {
    ...optionsFor(given, look),
    ...(basePath !== undefined && { basePath }),
    ...(secretPrefix !== undefined && { secretPrefix }),
  };
  const cache = new SsmCache(options, { logger: loggerFor(look) }, true);
  registerFeatureGroups(dependants, cache);
  const binder = binderOf(cache);
  const bindings = bindAll(dependants, binder);
  return {
    cache,
    options,
    values: bindings.map(boundValue),
    queues: queueDeclarations(given),
    scopes: scopesOf(options, cache[INTERNALS].groups.registered),
    load: (timeout = preloadTimeout) => failuresOf(preloadBindings(bindings, binder, timeout * 1_000)),
  };
};

/** What `forRoot()` was given. What `forRootAsync()` makes is not made in a preview. */
const knownOptions = ({ providers }: ScannedModule): SsmCacheModuleOptions | undefined => {
  const given: unknown = providers.get(MODULE_OPTIONS_TOKEN)?.instance;
  if (typeof given !== 'object' || given === null) return undefined;
  return checkedOptions(withShownObjects(given), 'module', 'SsmCacheModule options');
};

/** In place of options that are not known: what decorators name is there. */
const standInOptions = (dependants: readonly ScannedModule[]): SsmCacheModuleOptions => ({
  groups: withEmptyOptions(unregisteredGroupsIn(dependants)),
  clients: withEmptyOptions(clientsNamedIn(dependants)),
});

const withEmptyOptions = (names: readonly string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [name, {}]));

const boundValue = ({ declaration, view }: Binding): BoundValue => {
  const { kind, label, options } = declaration;
  const isFilledIn = 'default' in options && options.default !== undefined;
  return {
    owner: label,
    view,
    type: typeText('token' in declaration ? HANDLES[kind] : declaration.type),
    optional: isFilledIn || options.optional === true,
  };
};

const failuresOf = async (loading: Promise<void>): Promise<readonly PreloadFailure[]> => {
  try {
    await loading;
    return [];
  } catch (error) {
    if (error instanceof PreloadError) return error.failures;
    throw error;
  }
};
