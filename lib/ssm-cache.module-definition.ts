import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { SsmCacheModuleOptions } from './interfaces/ssm-cache-options.interface.js';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<SsmCacheModuleOptions>({ moduleName: 'SsmCache' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createSsmCacheOptions')
    .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();
