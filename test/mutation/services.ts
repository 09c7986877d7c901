/** What the tests of the engine need of `nestjs-ssm-cache/testing`: all but what knows Nest, which takes long to load. */
export { InMemoryFleetStore } from '../../lib/testing/in-memory-fleet-store.js';
export { InMemoryParameterStore } from '../../lib/testing/in-memory-parameter-store.js';
export { InMemorySecretsManager } from '../../lib/testing/in-memory-secrets-manager.js';
export { recordClient, replayClient } from '../../lib/testing/recording/index.js';
export { startLocalAws } from '../../lib/testing/start-local-aws.js';
