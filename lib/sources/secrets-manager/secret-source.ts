import type { SecretsClient } from '../clients/aws-clients.interface.js';
import { isAccessDenied, isRefusedRequest } from '../calls/aws-error.js';
import { BatchSplitter, chunk, type BatchSource } from '../calls/batch-splitter.js';
import type { ClientCalls } from '../calls/client-calls.js';
import { Denials } from '../calls/denials.js';
import { joinRequests, type PendingRequest } from '../calls/pending-request.js';
import { fetchedAt, SecretAnswers, singleSecretValue } from './secret-answers.js';
import { settleFailed } from './secret-failure.js';
import { secretPermission } from './secret-permission.js';
import type { SecretReference } from './secret-reference.js';
import type { Fetcher } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference } from '../source.interface.js';
import { mayLackOperation } from '../calls/unknown-operation.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const SECRETS_PER_CALL = 20;

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const ID = /^[\w/+=.@!:-]+$/;

type Pending = PendingRequest<SecretReference>;

/** What goes out together. */
type Attempt = BatchSplitter<Pending>;

/** Secrets Manager, asked by twenties where role and endpoint can, and one by one where they cannot. */
export class SecretSource implements Fetcher, BatchSource<Pending> {
  readonly #suspects = new Quarantine();
  #mayBatch: boolean;

  constructor(
    private readonly client: SecretsClient,
    batchSecrets: 'auto' | false,
    private readonly calls: ClientCalls,
  ) {
    this.#mayBatch = batchSecrets === 'auto' && client.batchGetSecretValue !== undefined;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { pending, answers } = joinRequests<SecretReference>(requests);
    const all = pending;
    const batched = this.#mayBatch ? all.filter(({ reference }) => this.#canBeBatched(reference)) : [];
    const alone = all.filter((request) => !batched.includes(request));
    const attempt: Attempt = new BatchSplitter(this, new Denials(this.calls.isStarting));
    for (const batch of [...chunk(batched, SECRETS_PER_CALL), ...chunk(alone, 1)]) {
      void attempt.send(batch);
    }
    return answers;
  }

  permissions(reference: Reference): readonly Permission[] {
    const batch = { action: 'secretsmanager:BatchGetSecretValue', resource: '*' };
    const isBatched = this.#mayBatch && this.#canBeBatched(reference as SecretReference);
    return [secretPermission(reference.name), ...(isBatched ? [batch] : [])];
  }

  /** A batch names no version: it always answers with the current one. */
  #canBeBatched({ key, name, versionId, versionStage }: SecretReference): boolean {
    return versionId === undefined && versionStage === undefined && !this.#suspects.has(key) && ID.test(name);
  }

  /** No error of Secrets Manager names the secret. */
  culpritIn(): undefined {
    return undefined;
  }

  askAlone(request: Pending, _denial: unknown, attempt: Attempt): Promise<void> {
    return attempt.send([request]);
  }

  ask(batch: readonly Pending[], attempt: Attempt): Promise<void> {
    const [only] = batch;
    return batch.length === 1 && only !== undefined
      ? this.#askOne(only, attempt)
      : this.#askSeveral(batch, attempt);
  }

  async #askOne(request: Pending, { denials }: Attempt): Promise<void> {
    const output = await this.#getSecretValue(request, denials);
    const raw = singleSecretValue(output, request.reference);
    this.#suspects.delete(request.reference.key);
    request.resolve({ found: true, raw, call: {}, fetchedAt: fetchedAt(output) });
  }

  /** A batch fails as a whole when the role may not batch, or the endpoint cannot. */
  async #askSeveral(batch: readonly Pending[], attempt: Attempt): Promise<void> {
    try {
      const answer = await this.#batchGetSecretValue(batch, attempt.denials);
      const answers = new SecretAnswers(
        answer,
        batch.map(({ reference }) => reference),
      );
      const call = {};
      for (const request of batch) this.#answer(request, answers, call, attempt);
    } catch (error) {
      if (!isAccessDenied(error) && !mayLackOperation(error)) throw error;
      this.#mayBatch = false;
      await this.#askOneByOne(batch, attempt);
    }
  }

  /** As many as it takes to find out whether the role may read any, and then the others. */
  async #askOneByOne(batch: readonly Pending[], attempt: Attempt): Promise<void> {
    const { probes } = attempt.denials;
    await Promise.all(batch.slice(0, probes).map((request) => attempt.send([request])));
    await Promise.all(batch.slice(probes).map((request) => attempt.send([request])));
  }

  /** A secret that a batch leaves out, as it may for its size, is asked for by itself. */
  #answer(request: Pending, answers: SecretAnswers, call: object, attempt: Attempt): void {
    try {
      const raw = answers.valueFor(request.reference);
      if (raw === undefined) void attempt.send([request]);
      else request.resolve({ found: true, raw, call });
    } catch (error) {
      settleFailed(request, error, call);
    }
  }

  fail(request: Pending, error: unknown): void {
    if (isRefusedRequest(error)) this.#suspects.add(request.reference.key);
    settleFailed(request, error, {});
  }

  #batchGetSecretValue(batch: readonly Pending[], denials: Denials): Promise<unknown> {
    const input = { SecretIdList: batch.map(({ reference }) => reference.name) };
    return this.calls.run(batch, (abortSignal) =>
      denials.ask(async () => this.client.batchGetSecretValue?.(input, { abortSignal })),
    );
  }

  #getSecretValue(request: Pending, denials: Denials): Promise<unknown> {
    const { name, versionId, versionStage } = request.reference;
    const input = {
      SecretId: name,
      ...(versionId !== undefined && { VersionId: versionId }),
      ...(versionStage !== undefined && { VersionStage: versionStage }),
    };
    return this.calls.run([request], (abortSignal) =>
      denials.ask(() => this.client.getSecretValue(input, { abortSignal, maxAge: request.maxAge })),
    );
  }
}
