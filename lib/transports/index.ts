export { agentSecretsClient } from './agent-secrets-client.js';
export type { AgentSecretsClientOptions } from './agent-options.interface.js';
