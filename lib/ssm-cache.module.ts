import { Module, type DynamicModule } from '@nestjs/common';
import { CACHE_TOKEN } from './binding/binding.constants.js';
import { copyProviders, otherCopies, registerCopy } from './binding/cache-copies.js';
import { featureGroupProviders, groupToken } from './binding/group.providers.js';
import { handleTokens } from './binding/handle-registry.js';
import { handleProviders } from './binding/handle.providers.js';
import { lateList } from './binding/late-list.js';
import type { SsmCacheFeatureOptions } from './options/ssm-cache-module-extras.interface.js';
import { SsmCache } from './cache/ssm-cache.js';
import { checkedOptions, checkGroups, checkOptions } from './options/option-checks.js';
import { SECRETS_MANAGER_CLIENT, SSM_CLIENT } from './ssm-cache.constants.js';
import {
  ConfigurableModuleClass,
  type ASYNC_OPTIONS_TYPE,
  type OPTIONS_TYPE,
} from './ssm-cache.module-definition.js';
import { ssmCacheProviders } from './ssm-cache.providers.js';

registerCopy(SsmCache);

const keysOf = (members: object | undefined): string[] => Object.keys(members ?? {});

/** The module that `forFeature()` makes: it has groups of its own, and the cache of the root. */
@Module({})
class SsmCacheFeatureModule {}

/**
 * Registers the cache, its clients and its groups. Global unless `isGlobal: false`: an application imports it once, in its
 * root module, and a second global one is refused when it starts.
 *
 * @example
 * ```ts
 * @Module({ imports: [SsmCacheModule.forRoot({ basePath: '/prod/shop', maxAge: 300 })] })
 * export class AppModule {}
 * ```
 *
 * @publicApi
 */
@Module({
  providers: lateList(ssmCacheProviders, () => [...handleProviders(), ...copyProviders(SsmCache)]),
  exports: lateList([SsmCache, CACHE_TOKEN, SSM_CLIENT, SECRETS_MANAGER_CLIENT], () => [
    ...handleTokens(),
    ...otherCopies(SsmCache),
  ]),
})
export class SsmCacheModule extends ConfigurableModuleClass {
  /**
   * Registers the cache with options that are known when the module is declared.
   *
   * @param options see `SsmCacheModuleOptions`; `isGlobal: false` keeps the cache to the modules that import it
   * @throws `OptionRangeError`, `InvalidPathError`, `InvalidDeclarationError`
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    const checked = checkedOptions(options, 'module', 'SsmCacheModule.forRoot()');
    const names = { groupNames: keysOf(checked.groups), clientNames: keysOf(checked.clients) };
    return super.forRoot({ ...names, ...checked });
  }

  /**
   * The same with options that are made by `useFactory`, `useClass` or `useExisting`. `imports` lists the modules that
   * export what the factory injects, unless they are global.
   *
   * @param options the factory or class that makes the options, and what is global
   * @throws when the application starts, `InvalidDeclarationError` when the options depend on
   * a class whose decorated properties need the cache
   *
   * @example
   * ```ts
   * SsmCacheModule.forRootAsync({
   *   imports: [ConfigModule],
   *   inject: [ConfigService],
   *   useFactory: (config: ConfigService) => ({ basePath: config.getOrThrow('SSM_BASE_PATH') }),
   * })
   * ```
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    checkOptions(options, 'async', 'SsmCacheModule.forRootAsync()');
    return super.forRootAsync(options);
  }

  /**
   * Registers groups for a feature module. The same groups may be registered by several modules; what they hold stays with
   * the cache of the root.
   *
   * @param options the groups to add, by name
   * @throws `OptionRangeError`, `InvalidPathError`; when the application starts, `InvalidDeclarationError` for one name with
   * different options
   *
   * @example
   * ```ts
   * @Module({ imports: [SsmCacheModule.forFeature({ groups: { mail: { maxAge: 60 } } })], providers: [MailService] })
   * export class MailModule {}
   * ```
   */
  static forFeature(options: SsmCacheFeatureOptions): DynamicModule {
    const checked = checkedOptions(options, 'feature', 'SsmCacheModule.forFeature()');
    const groups = checkGroups(checked.groups, 'SsmCacheModule.forFeature()');
    const imports = [...(checked.imports ?? [])];
    const providers = featureGroupProviders(groups);
    const tokens = Object.keys(groups).map(groupToken);
    return { module: SsmCacheFeatureModule, imports, providers, exports: tokens };
  }
}
