import { ConfigurableModuleBuilder, type FactoryProvider, type Provider } from '@nestjs/common';
import { groupProviders, groupToken } from './binding/group.providers.js';
import { clientTokens, namedClientProviders } from './client.providers.js';
import { withHiddenObjects, withShownObjects } from './options/hidden-options.js';
import type { SsmCacheModuleOptions } from './options/ssm-cache-options.interface.js';
import type { SsmCacheModuleExtras } from './options/ssm-cache-module-extras.interface.js';
import { withHiddenCredentials } from './sources/clients/hidden-credentials.js';

const EXTRAS: Required<SsmCacheModuleExtras> = { isGlobal: true, groupNames: [], clientNames: [] };

/** Nest quotes it when it cannot inject what the factory of the options asks for, so that is where the advice stands. */
const OPTIONS_TOKEN =
  'SSM_CACHE:OPTIONS (list the module that exports what forRootAsync() injects among its "imports", as in imports: [ConfigModule])';

const hidden = <O>(options: O): O => withHiddenObjects(withHiddenCredentials(options));

/** The options as Nest keeps and prints them. */
const withoutCredentials = (provider: Provider): Provider => {
  if (!('provide' in provider) || provider.provide !== OPTIONS_TOKEN) return provider;
  if ('useValue' in provider) return { ...provider, useValue: hidden(provider.useValue) };
  if (!('useFactory' in provider)) return provider;
  const { useFactory } = provider as FactoryProvider<unknown>;
  return {
    ...provider,
    useFactory: async (...args: unknown[]) => hidden(await useFactory(...args)),
  };
};

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<SsmCacheModuleOptions>({ optionsInjectionToken: OPTIONS_TOKEN })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createSsmCacheOptions')
    .setExtras<SsmCacheModuleExtras>(
      EXTRAS,
      (definition, { isGlobal = true, groupNames = [], clientNames = [] }) => ({
        ...definition,
        global: isGlobal,
        providers: [
          ...(definition.providers ?? []).map(withoutCredentials),
          ...groupProviders(groupNames),
          ...namedClientProviders(clientNames, OPTIONS_TOKEN, withShownObjects),
        ],
        exports: [...groupNames.map(groupToken), ...clientTokens(clientNames)],
      }),
    )
    .build();
