import type { ClientCalls } from '../calls/client-calls.js';
import type { ParameterStoreClient } from '../clients/aws-clients.interface.js';
import { routed } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference, Source } from '../source.interface.js';
import { ParameterSource } from './parameter-source.js';
import { isPathReference } from './path-reference.js';
import { PathSource } from './path-source.js';

/** Parameter Store, by one client: parameters by name, and listings of paths. */
export class ParameterStoreSource implements Source {
  readonly name = 'ssm';
  readonly #parameters: ParameterSource;
  readonly #paths: PathSource;

  constructor(client: ParameterStoreClient, calls: ClientCalls) {
    this.#parameters = new ParameterSource(client, calls);
    this.#paths = new PathSource(client, calls);
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    return routed(requests, (reference) => this.#sourceOf(reference));
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.#sourceOf(reference).permissions(reference);
  }

  #sourceOf(reference: Reference): ParameterSource | PathSource {
    return isPathReference(reference) ? this.#paths : this.#parameters;
  }
}
