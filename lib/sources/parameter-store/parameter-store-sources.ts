import type { ClientCalls } from '../calls/client-calls.js';
import type { ParameterStoreClient } from '../clients/aws-clients.interface.js';
import type { SourceOf } from '../source-router.js';
import { ParameterSource } from './parameter-source.js';
import { isPathReference } from './path-reference.js';
import { PathSource } from './path-source.js';

/** Parameter Store, by one client: parameters by name, and listings of paths. */
export const parameterStoreSources = (client: ParameterStoreClient, calls: ClientCalls): SourceOf => {
  const parameters = new ParameterSource(client, calls);
  const paths = new PathSource(client, calls);
  return (reference) => (isPathReference(reference) ? paths : parameters);
};
