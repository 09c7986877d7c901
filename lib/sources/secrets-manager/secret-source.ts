import { InvalidParameterError } from '../../errors/index.js';
import { markedForDeletionMessage } from '../../errors/errors.messages.js';
import type { SecretsClient } from '../clients/aws-clients.interface.js';
import { isAccessDenied, isMissing, isRefusedRequest, toSsmCacheError } from '../calls/aws-error.js';
import { BatchSplitter } from '../calls/batch-splitter.js';
import { CallLimiter } from '../calls/call-limiter.js';
import type { CallPacer } from '../calls/call-pacer.js';
import { chunk } from '../calls/chunk.js';
import { pendingByReference, type PendingRequest } from '../calls/pending-request.js';
import { isMarkedForDeletion } from './marked-for-deletion.js';
import { SecretAnswers, singleSecretValue } from './secret-answers.js';
import type { SecretReference } from './secret-reference.js';
import type { Answer, FetchRequest, Source } from '../source.interface.js';
import { mayLackOperation } from '../calls/unknown-operation.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const SECRETS_PER_CALL = 20;
const PERMISSION = 'secretsmanager:GetSecretValue';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const ID = /^[\w/+=.@!:-]+$/;

type Pending = PendingRequest<SecretReference>;

/** Secrets Manager, asked by twenties where role and endpoint can, and one by one where they cannot. */
export class SecretSource implements Source {
  readonly #limiter: CallLimiter;
  readonly #suspects = new Quarantine();
  readonly #splitter = new BatchSplitter<Pending>({
    ask: (batch) => this.#ask(batch),
    fail: (request, error) => this.#fail(request, error),
  });
  #mayBatch: boolean;

  constructor(
    private readonly client: SecretsClient,
    batchSecrets: 'auto' | false,
    pace: CallPacer,
  ) {
    this.#limiter = new CallLimiter(pace);
    this.#mayBatch = batchSecrets === 'auto' && client.batchGetSecretValue !== undefined;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const pending = pendingByReference<SecretReference>(requests);
    const all = [...pending.values()];
    const batched = this.#mayBatch ? all.filter((request) => this.#canBeBatched(request)) : [];
    const alone = all.filter((request) => !batched.includes(request));
    for (const batch of [...chunk(batched, SECRETS_PER_CALL), ...chunk(alone, 1)]) {
      void this.#splitter.send(batch);
    }
    return requests.map(({ reference }) => (pending.get(reference.key) as Pending).answer);
  }

  /** A batch names no version: it always answers with the current one. */
  #canBeBatched({ reference }: Pending): boolean {
    const { key, name, versionId, versionStage } = reference;
    return versionId === undefined && versionStage === undefined && !this.#suspects.has(key) && ID.test(name);
  }

  #ask(batch: readonly Pending[]): Promise<void> {
    const [only] = batch;
    return batch.length === 1 && only !== undefined ? this.#askOne(only) : this.#askSeveral(batch);
  }

  async #askOne(request: Pending): Promise<void> {
    const raw = singleSecretValue(await this.#getSecretValue(request), request.reference);
    this.#suspects.delete(request.reference.key);
    request.resolve({ found: true, raw, call: {} });
  }

  /** A batch fails as a whole when the role may not batch, or the endpoint cannot. */
  async #askSeveral(batch: readonly Pending[]): Promise<void> {
    try {
      const answer = await this.#batchGetSecretValue(batch);
      const answers = new SecretAnswers(
        answer,
        batch.map(({ reference }) => reference),
      );
      const call = {};
      for (const request of batch) this.#answer(request, answers, call);
    } catch (error) {
      if (!isAccessDenied(error) && !mayLackOperation(error)) throw error;
      this.#mayBatch = false;
      await Promise.all(batch.map((request) => this.#splitter.send([request])));
    }
  }

  /** A secret that a batch leaves out, as it may for its size, is asked for by itself. */
  #answer(request: Pending, answers: SecretAnswers, call: object): void {
    try {
      const raw = answers.valueFor(request.reference);
      if (raw === undefined) void this.#splitter.send([request]);
      else request.resolve({ found: true, raw, call });
    } catch (error) {
      settleFailed(request, error, call);
    }
  }

  #fail(request: Pending, error: unknown): void {
    if (isRefusedRequest(error)) this.#suspects.add(request.reference.key);
    settleFailed(request, error);
  }

  #batchGetSecretValue(batch: readonly Pending[]): Promise<unknown> {
    const input = { SecretIdList: batch.map(({ reference }) => reference.name) };
    return this.#limiter.run(batch, async (abortSignal) =>
      this.client.batchGetSecretValue?.(input, { abortSignal }),
    );
  }

  #getSecretValue(request: Pending): Promise<unknown> {
    const { name, versionId, versionStage } = request.reference;
    const input = {
      SecretId: name,
      ...(versionId !== undefined && { VersionId: versionId }),
      ...(versionStage !== undefined && { VersionStage: versionStage }),
    };
    return this.#limiter.run([request], (abortSignal) => this.client.getSecretValue(input, { abortSignal }));
  }
}

const settleFailed = (request: Pending, error: unknown, call: object = {}): void => {
  const { fullName } = request.reference;
  const failure = toSsmCacheError(error, fullName, PERMISSION);
  if (isMarkedForDeletion(error)) {
    const options = { names: [fullName], cause: failure.cause };
    request.resolve({
      found: false,
      error: new InvalidParameterError(markedForDeletionMessage(fullName), options),
      call,
    });
  } else if (isMissing(error) && failure instanceof InvalidParameterError) {
    request.resolve({ found: false, error: failure, call });
  } else {
    request.reject(failure);
  }
};
