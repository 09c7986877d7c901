export type {
  CacheEvents,
  CallSettledEvent,
  CallStartedEvent,
  InvalidatedEvent,
  NotifiedEvent,
  RecoveryEvent,
  RefreshSettledEvent,
  RefreshStartedEvent,
  SsmCacheChange,
  StaleReadEvent,
} from './runtime/cache-events.js';
export type { SsmIgnoredEvent, SsmIgnoredReason, SsmNotification } from './runtime/notification.interface.js';
export type { FailureKind } from './errors/failure-kind.js';
export type { PendingCall } from './sources/calls/pending-call.js';
export type {
  Answer,
  FetchRequest,
  Member,
  Permission,
  Reference,
  Source,
  SourceChange,
} from './sources/source.interface.js';
export type { SsmCacheEntrySnapshot } from './cache/inspect.js';
export type {
  SsmCacheHealth,
  SsmCacheHealthOptions,
  SsmClientHealth,
  SsmHealthProblem,
} from './health/health.interface.js';
export type { SsmFleetHealth, SsmFleetStats } from './runtime/fleet-stats.js';
export type { SsmCacheStats } from './health/stats.interface.js';
export type { ValueState } from './engine/entry-view.state.js';
export type { SsmCacheRejection } from './cache/inspect.js';
export type {
  ErrorClass,
  ErrorMatcher,
  ErrorPredicate,
  RefreshOnErrorFunctionOptions,
  RefreshRetryOptions,
  ResultPredicate,
} from './options/refresh-retry-options.interface.js';
export type { PropertyType } from './binding/property-type.interface.js';
export type {
  Refreshable,
  RefreshOnErrorOptions,
  RefreshTarget,
} from './options/refresh-on-error-options.interface.js';
export { SecretsManagerParameter } from './cache/secrets-manager-parameter.js';
export { SsmCache } from './cache/ssm-cache.js';
export { SsmHandle } from './cache/ssm-handle.js';
export { SsmParameter } from './cache/ssm-parameter.js';
export { SsmParameterTree } from './cache/ssm-parameter-tree.js';
export { SsmParameterGroup } from './cache/ssm-parameter-group.js';
export { ssmCacheConfig } from './config/ssm-cache-config.js';
export type {
  SsmCacheConfig,
  SsmCacheConfigOptions,
  SsmCacheConfigSecret,
  SsmCacheConfigSecrets,
} from './config/ssm-cache-config.interface.js';
export * from './decorators/index.js';
export * from './errors/index.js';
export type * from './options/index.js';
export type {
  BatchGetSecretValueInput,
  CallOptions,
  CommandClient,
  GetParameterInput,
  GetParametersByPathInput,
  GetParametersInput,
  GetSecretValueInput,
  DeleteMessageBatchInput,
  ParameterStoreClient,
  QueueClient,
  ReceiveMessageInput,
  SecretsClient,
  SecretsManagerClientLike,
  SqsClientLike,
  SsmClientLike,
} from './sources/clients/aws-clients.interface.js';
export type { ParameterFilter } from './sources/parameter-store/parameter-filters.js';
export {
  SsmFilter,
  SsmFilterKeyId,
  SsmFilterLabel,
  SsmFilterType,
} from './sources/parameter-store/filters.js';
export {
  getSecretsManagerClientToken,
  getSsmClientToken,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
} from './ssm-cache.constants.js';
export { SsmCacheInterceptor } from './ssm-cache.interceptor.js';
export { SsmCacheMiddleware } from './ssm-cache.middleware.js';
export { SsmCacheModule } from './ssm-cache.module.js';
export type { NamedValue, RawType, RawValue } from './values/raw-value.js';
export { SecretVersions, type SecretStage, type SecretVersion } from './values/data/secret-versions.js';
export { ReadOnlyMap } from './values/data/read-only-map.js';
export type { Schema, SchemaClass } from './values/schema-class.interface.js';
export type {
  SchemaIssue,
  SchemaOutput,
  SchemaResult,
  StandardSchema,
} from './values/standard-schema.interface.js';
export type { TreeShape } from './values/decoders/tree-shape.js';
export type { Transform, TransformContext, TransformFunction } from './values/transform.interface.js';
