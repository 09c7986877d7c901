export type { SsmEventsOptions } from './events-options.interface.js';
export type { ChangeSink, SsmCacheExtension } from './extension.interface.js';
export type {
  FleetClient,
  GlideLike,
  IoredisLike,
  NodeRedisClusterLike,
  NodeRedisLike,
} from './fleet-client.js';
export type { FleetCipher } from './fleet-cipher.interface.js';
export type { FleetKey, SsmFleetOptions } from './fleet-options.interface.js';
export type {
  FleetAnswer,
  FleetLease,
  FleetListener,
  FleetPaceLimit,
  FleetQuestion,
  FleetStore,
  FleetValue,
} from './fleet-store.interface.js';
export type { FreshnessOptions } from './freshness-options.interface.js';
export type { SsmGroupOptions } from './group-options.interface.js';
export type {
  SsmCacheClientOptions,
  SsmCacheModuleOptions,
  SsmCacheOptions,
  StandaloneSsmCacheOptions,
} from './ssm-cache-options.interface.js';
export type { SsmLocalOptions, SsmLocalParameter, SsmLocalSecret } from './local-options.interface.js';
export type { SsmName } from './name.js';
export type { SsmNames } from './ssm-names.interface.js';
export type { OnSsmChangeOptions, SsmChangeTarget } from './ssm-change-options.interface.js';
export type { SsmCacheOptionsFactory } from './ssm-cache-options-factory.interface.js';
export type {
  ParameterOptions,
  ReferenceOptions,
  SecretOptions,
  ValueOptions,
} from './value-options.interface.js';
export type { PathListingOptions, PathOptions } from './path-options.interface.js';
export type { SsmCacheFeatureOptions, SsmCacheModuleExtras } from './ssm-cache-module-extras.interface.js';
