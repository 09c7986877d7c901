import { ConfigurableModuleBuilder, type FactoryProvider, type Provider } from '@nestjs/common';
import { groupProviders, groupToken } from './binding/group.providers.js';
import { withHiddenObjects } from './options/hidden-options.js';
import type { SsmCacheModuleOptions } from './options/ssm-cache-options.interface.js';
import type { SsmCacheModuleExtras } from './options/ssm-cache-module-extras.interface.js';
import { withHiddenCredentials } from './sources/clients/hidden-credentials.js';

const EXTRAS: Required<SsmCacheModuleExtras> = { isGlobal: true, groupNames: [] };

/** Nest quotes it when it cannot inject what the factory of the options asks for, so that is where the advice stands. */
const OPTIONS_TOKEN =
  'SSM_CACHE:OPTIONS (list the module that exports what forRootAsync() injects among its "imports", as in imports: [ConfigModule])';

/** The options as Nest keeps and prints them. */
const withoutCredentials = (provider: Provider): Provider => {
  if (!('provide' in provider) || provider.provide !== OPTIONS_TOKEN) return provider;
  if ('useValue' in provider) {
    return { ...provider, useValue: withHiddenObjects(withHiddenCredentials(provider.useValue)) };
  }
  if (!('useFactory' in provider)) return provider;
  const { useFactory } = provider as FactoryProvider<unknown>;
  return {
    ...provider,
    useFactory: async (...args: unknown[]) => withHiddenCredentials(await useFactory(...args)),
  };
};

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<SsmCacheModuleOptions>({ optionsInjectionToken: OPTIONS_TOKEN })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createSsmCacheOptions')
    .setExtras<SsmCacheModuleExtras>(EXTRAS, (definition, { isGlobal = true, groupNames = [] }) => ({
      ...definition,
      global: isGlobal,
      providers: [...(definition.providers ?? []).map(withoutCredentials), ...groupProviders(groupNames)],
      exports: groupNames.map(groupToken),
    }))
    .build();
