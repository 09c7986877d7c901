import type { SecretsClient } from '../clients/aws-clients.interface.js';
import { isAccessDenied } from '../calls/aws-error.js';
import { BatchingSource, inBatches } from '../calls/batching-source.js';
import type { ClientCalls } from '../calls/client-calls.js';
import type { Denials } from '../calls/denials.js';
import { CallFailure } from '../calls/call-failure.js';
import { joinRequests, type PendingRequest } from '../calls/pending-request.js';
import { fetchedAt, SecretAnswers, singleSecretValue } from './secret-answers.js';
import { settleFailed } from './secret-failure.js';
import { secretPermission } from './secret-permission.js';
import type { SecretReference } from './secret-reference.js';
import type { Fetcher } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference } from '../source.interface.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const SECRETS_PER_CALL = 20;

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const ID = /^[\w/+=.@!:-]+$/;

type Pending = PendingRequest<SecretReference>;

/** Secrets Manager, asked by twenties where role and endpoint can, and one by one where they cannot. */
export class SecretSource extends BatchingSource<Pending> implements Fetcher {
  readonly #suspects = new Quarantine();
  #mayBatch: boolean;

  constructor(
    private readonly client: SecretsClient,
    batchSecrets: 'auto' | false,
    private readonly calls: ClientCalls,
  ) {
    super();
    this.#mayBatch = batchSecrets === 'auto' && client.batchGetSecretValue !== undefined;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { pending, answers } = joinRequests<SecretReference>(requests);
    const denials = this.calls.countDenials();
    for (const batch of this.#batches(pending)) void this.send(batch, denials);
    return answers;
  }

  permissions(reference: Reference): readonly Permission[] {
    const batch = { action: 'secretsmanager:BatchGetSecretValue', resource: '*' };
    const isBatched = this.#mayBatch && this.#canBeBatched(reference as SecretReference);
    return [secretPermission(reference.name), ...(isBatched ? [batch] : [])];
  }

  #batches(pending: readonly Pending[]): readonly (readonly Pending[])[] {
    const together: Pending[] = [];
    const alone: Pending[][] = [];
    for (const request of pending) {
      if (this.#mayBatch && this.#canBeBatched(request.reference)) together.push(request);
      else alone.push([request]);
    }
    return [...inBatches(SECRETS_PER_CALL, together), ...alone];
  }

  /** A batch names no version: it always answers with the current one. */
  #canBeBatched({ key, name, versionId, versionStage }: SecretReference): boolean {
    return versionId === undefined && versionStage === undefined && !this.#suspects.has(key) && ID.test(name);
  }

  protected ask(batch: readonly Pending[], denials: Denials | undefined): Promise<void> {
    const [only] = batch;
    return batch.length === 1 && only !== undefined
      ? this.#askOne(only, denials)
      : this.#askSeveral(batch, denials);
  }

  async #askOne(request: Pending, denials: Denials | undefined): Promise<void> {
    const { reference, maxAge } = request;
    const { name, versionId, versionStage } = reference;
    const input = {
      SecretId: name,
      ...(versionId !== undefined && { VersionId: versionId }),
      ...(versionStage !== undefined && { VersionStage: versionStage }),
    };
    const output = await this.calls.run(
      [request],
      (abortSignal) => this.client.getSecretValue(input, { abortSignal, maxAge }),
      denials,
    );
    const raw = singleSecretValue(output, reference);
    this.#suspects.delete(reference.key);
    request.resolve({ found: true, raw, call: {}, fetchedAt: fetchedAt(output) });
  }

  /** A batch fails as a whole when the role may not batch, or the endpoint cannot. */
  async #askSeveral(batch: readonly Pending[], denials: Denials | undefined): Promise<void> {
    const references = batch.map(({ reference }) => reference);
    const input = { SecretIdList: references.map(({ name }) => name) };
    try {
      const answer = await this.calls.run(
        batch,
        async (abortSignal) => this.client.batchGetSecretValue?.(input, { abortSignal }),
        denials,
      );
      const answers = new SecretAnswers(answer, references);
      const call = {};
      for (const request of batch) this.#answer(request, answers, call, denials);
    } catch (caught) {
      const error = CallFailure.of(caught);
      if (!isAccessDenied(error) && !error.mayLackOperation) throw error;
      this.#mayBatch = false;
      await this.#askOneByOne(batch, denials);
    }
  }

  /** As many as it takes to find out whether the role may read any, and then the others. */
  async #askOneByOne(batch: readonly Pending[], denials: Denials | undefined): Promise<void> {
    const probes = denials?.probes ?? Infinity;
    await Promise.all(batch.slice(0, probes).map((request) => this.send([request], denials)));
    await Promise.all(batch.slice(probes).map((request) => this.send([request], denials)));
  }

  /** A secret that a batch leaves out, as it may for its size, is asked for by itself. */
  #answer(request: Pending, answers: SecretAnswers, call: object, denials: Denials | undefined): void {
    try {
      const raw = answers.valueFor(request.reference);
      if (raw === undefined) void this.send([request], denials);
      else request.resolve({ found: true, raw, call });
    } catch (error) {
      settleFailed(request, CallFailure.of(error), call);
    }
  }

  protected fail(request: Pending, error: CallFailure): void {
    if (error.isRefusedRequest) this.#suspects.add(request.reference.key);
    settleFailed(request, error, {});
  }
}
