export { InMemoryFleetStore, type InMemoryFleetStoreOptions } from './in-memory-fleet-store.js';
export { InMemoryParameterStore } from './in-memory-parameter-store.js';
export { InMemoryQueueService } from './in-memory-queue-service.js';
export { InMemorySecretsManager } from './in-memory-secrets-manager.js';
export { InMemoryTokenService } from './in-memory-token-service.js';
export type { InMemoryService } from './shared/in-memory-service.js';
export { CallNotRecordedError, RecordingFileError, recordClient, replayClient } from './recording/index.js';
export type { RecordOptions, ReplayClient } from './recording/index.js';
export { setValues, type DecoratedValues } from './unit/set-values.js';
export { SsmCacheTestingModule } from './unit/ssm-cache-testing.module.js';
export type { SsmCacheTestingOptions } from './unit/ssm-cache-testing-options.interface.js';
export type { ContractCheck } from './contract/contract-check.interface.js';
export { fleetStoreContract, type FleetStoreUnderTest } from './contract/fleet-store.contract.js';
export { sourceContract, type SourceUnderTest } from './contract/source.contract.js';
export { watcherContract, type WatcherUnderTest } from './contract/watcher.contract.js';
export { startLocalAws } from './start-local-aws.js';
export { LocalAws } from './local-aws/local-aws.js';
export { LocalAwsAccount } from './local-aws/local-aws-account.js';
export { LocalAwsEvents } from './local-aws/local-aws-events.js';
export { WireFaults } from './local-aws/wire-faults.js';
export type { AwsCall } from './interfaces/aws-call.interface.js';
export type { AwsCommand, AwsOutputMetadata, AwsRequestOptions } from './interfaces/aws-command.interface.js';
export type { AwsFailure, AwsFailureDescription } from './interfaces/aws-failure.interface.js';
export type { Denial } from './interfaces/denial.interface.js';
export type { InMemoryServiceOptions, Timers } from './interfaces/in-memory-service-options.interface.js';
export type { EventBridgeEvent, LocalAwsEventsOptions } from './interfaces/local-aws-events.interface.js';
export type { QueueMessageOutput } from './interfaces/queue-service.interface.js';
export type {
  LocalAwsCall,
  LocalAwsClientConfig,
  LocalAwsExchange,
  LocalAwsOptions,
  LocalAwsPlace,
  LocalAwsService,
  WireFault,
  WireFaultName,
  WireFaultScope,
} from './interfaces/local-aws.interface.js';
export type {
  InMemoryParameterStoreOptions,
  InMemoryParameterType,
  ParameterAttributes,
  ParameterSeed,
  ParameterSeeds,
} from './interfaces/parameter-store.interface.js';
export type {
  InMemorySecretsManagerOptions,
  SecretAttributes,
  SecretContent,
  SecretDeletion,
} from './interfaces/secrets-manager.interface.js';
export type { ThrottleOptions } from './interfaces/throttle-options.interface.js';
