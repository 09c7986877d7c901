import { ConfigurableModuleBuilder } from '@nestjs/common';
import { groupProviders } from './binding/feature-groups.js';
import { groupToken } from './binding/group-token.js';
import type { SsmCacheModuleOptions } from './options/ssm-cache-options.interface.js';
import type { SsmCacheModuleExtras } from './options/ssm-cache-module-extras.interface.js';

const EXTRAS: Required<SsmCacheModuleExtras> = { isGlobal: true, groupNames: [] };

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<SsmCacheModuleOptions>({ moduleName: 'SsmCache' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createSsmCacheOptions')
    .setExtras<SsmCacheModuleExtras>(EXTRAS, (definition, { isGlobal = true, groupNames = [] }) => ({
      ...definition,
      global: isGlobal,
      providers: [...(definition.providers ?? []), ...groupProviders(groupNames)],
      exports: groupNames.map(groupToken),
    }))
    .build();
