import { InvalidParameterError } from '../errors/index.js';
import type { SecretsClient } from './aws-clients.interface.js';
import {
  isAccessDenied,
  isMissing,
  isRefusedRequest,
  mayBeOneOfSeveral,
  toSsmCacheError,
} from './aws-error.js';
import { CallLimiter } from './call-limiter.js';
import type { CallPace } from './call-pace.js';
import { chunk } from './chunk.js';
import { pendingByReference, type PendingRequest } from './pending-request.js';
import { SecretAnswers, secretValue } from './secret-answers.js';
import type { SecretReference } from './secret-reference.js';
import type { Answer, FetchRequest, Source } from './source.interface.js';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const SECRETS_PER_CALL = 20;
const PERMISSION = 'secretsmanager:GetSecretValue';

type Pending = PendingRequest<SecretReference>;

/** Secrets Manager, asked by twenties where the role may, and one by one where it may not. */
export class SecretSource implements Source {
  readonly #limiter: CallLimiter;
  /** What made AWS refuse a whole batch the last time: it goes alone until it is answered again. */
  readonly #suspects = new Set<string>();
  #mayBatch: boolean;

  constructor(
    private readonly client: SecretsClient,
    batchSecrets: 'auto' | false,
    pace: CallPace,
  ) {
    this.#limiter = new CallLimiter(pace);
    this.#mayBatch = batchSecrets === 'auto' && client.batchGetSecretValue !== undefined;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const pending = pendingByReference<SecretReference>(requests);
    const all = [...pending.values()];
    const batched = this.#mayBatch ? all.filter((request) => this.#canBeBatched(request)) : [];
    for (const batch of chunk(batched, SECRETS_PER_CALL)) void this.#sendBatch(batch);
    for (const request of all) if (!batched.includes(request)) void this.#sendOne(request);
    return requests.map(({ reference }) => (pending.get(reference.key) as Pending).answer);
  }

  /** A batch names no version: it always answers with the current one. */
  #canBeBatched({ reference }: Pending): boolean {
    const { key, versionId, versionStage } = reference;
    return versionId === undefined && versionStage === undefined && !this.#suspects.has(key);
  }

  async #sendBatch(batch: readonly Pending[]): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return this.#sendOne(only);
    try {
      const answer = await this.#batchGetSecretValue(batch);
      const answers = new SecretAnswers(
        answer,
        batch.map(({ reference }) => reference),
      );
      for (const request of batch) this.#answer(request, answers);
    } catch (error) {
      await this.#refused(batch, error);
    }
  }

  /** A secret that a batch leaves out, as it may for its size, is asked for by itself. */
  #answer(request: Pending, answers: SecretAnswers): void {
    try {
      const raw = answers.valueFor(request.reference);
      if (raw === undefined) void this.#sendOne(request);
      else request.resolve({ found: true, raw });
    } catch (error) {
      fail(request, error);
    }
  }

  async #sendOne(request: Pending): Promise<void> {
    try {
      const raw = secretValue(await this.#getSecretValue(request), request.reference);
      this.#suspects.delete(request.reference.key);
      request.resolve({ found: true, raw });
    } catch (error) {
      if (isRefusedRequest(error)) this.#suspects.add(request.reference.key);
      fail(request, error);
    }
  }

  /** A batch fails as a whole when the role may not batch, or when one name is malformed. */
  async #refused(batch: readonly Pending[], error: unknown): Promise<void> {
    if (isAccessDenied(error)) this.#mayBatch = false;
    if (mayBeOneOfSeveral(error)) {
      await Promise.all(batch.map((request) => this.#sendOne(request)));
      return;
    }
    for (const request of batch)
      request.reject(toSsmCacheError(error, request.reference.fullName, PERMISSION));
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

const fail = (request: Pending, error: unknown): void => {
  const failure = toSsmCacheError(error, request.reference.fullName, PERMISSION);
  if (isMissing(error) && failure instanceof InvalidParameterError) {
    request.resolve({ found: false, error: failure });
  } else {
    request.reject(failure);
  }
};
