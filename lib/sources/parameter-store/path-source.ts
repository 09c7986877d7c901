import { InvalidClientError } from '../../errors/index.js';
import { cannotListMessage } from '../../errors/errors.messages.js';
import type { NamedValue } from '../../values/raw-value.js';
import { toSsmCacheError } from '../calls/aws-error.js';
import type { ParameterStoreClient } from '../clients/aws-clients.interface.js';
import type { ClientCalls } from '../calls/client-calls.js';
import { malformedAnswer } from '../calls/answer-fields.js';
import { parameterResource } from './parameter-arn.js';
import { parameterPage } from './parameter-page.js';
import { memberReference, type PathReference } from './path-reference.js';
import { joinRequests, type PendingRequest } from '../calls/pending-request.js';
import type { Fetcher } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference } from '../source.interface.js';

const PERMISSION = 'ssm:GetParametersByPath';

type Pending = PendingRequest<PathReference>;

/** Parameter Store, listed by path: every page, however many are empty. */
export class PathSource implements Fetcher {
  constructor(
    private readonly client: ParameterStoreClient,
    private readonly calls: ClientCalls,
  ) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { pending, answers } = joinRequests<PathReference>(requests);
    for (const request of pending) void this.#send(request);
    return answers;
  }

  /** AWS wants the permission on the path; a policy that has the path alone does not fit a listing of all its levels. */
  permissions({ name }: Reference): readonly Permission[] {
    const path = name === '/' ? [] : [parameterResource(name)];
    const resources = [...path, parameterResource(name === '/' ? '/*' : `${name}/*`)];
    return resources.map((resource) => ({ action: PERMISSION, resource }));
  }

  async #send(request: Pending): Promise<void> {
    const { reference } = request;
    try {
      request.resolve(await this.#list(request));
    } catch (error) {
      request.reject(toSsmCacheError(error, reference.fullName, PERMISSION));
    }
  }

  async #list(request: Pending): Promise<Answer> {
    const { reference } = request;
    const found = new Map<string, NamedValue>();
    const seen = new Set<string>();
    let token: string | undefined;
    do {
      if (token !== undefined) seen.add(token);
      const page = parameterPage(await this.#page(request, token), reference.fullName);
      for (const value of page.values) found.set(value.name, value);
      token = page.nextToken;
      if (token !== undefined && seen.has(token))
        throw malformedAnswer(reference.fullName, 'its pages lead round in a circle');
    } while (token !== undefined);
    return toAnswer(reference, found, seen.size === 0 ? {} : undefined);
  }

  #page(request: Pending, nextToken: string | undefined): Promise<unknown> {
    const { name, recursive, withDecryption, filters } = request.reference;
    return this.calls.run([request], async (abortSignal) => {
      if (this.client.getParametersByPath === undefined) {
        throw new InvalidClientError(cannotListMessage(name), { names: [name] });
      }
      return this.client.getParametersByPath(
        {
          Path: name,
          Recursive: recursive,
          WithDecryption: withDecryption,
          ...(filters.length > 0 && { ParameterFilters: structuredClone(filters) }),
          ...(nextToken !== undefined && { NextToken: nextToken }),
        },
        { abortSignal },
      );
    });
  }
}

const toAnswer = (
  reference: PathReference,
  found: ReadonlyMap<string, NamedValue>,
  call: object | undefined,
): Answer => {
  const values = [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return {
    found: true,
    raw: { value: values, type: 'Tree', version: undefined },
    call,
    members: values.map(({ name, raw }) => ({ reference: memberReference(name, reference), raw })),
  };
};
