import type { ParameterStoreClient } from './aws-clients.interface.js';
import { mayBeOneOfSeveral, toSsmCacheError } from './aws-error.js';
import { CallLimiter } from './call-limiter.js';
import type { CallPace } from './call-pace.js';
import { chunk } from './chunk.js';
import { ParameterAnswers } from './parameter-answers.js';
import type { ParameterReference } from './parameter-reference.js';
import { pendingByReference, type PendingRequest } from './pending-request.js';
import type { Answer, FetchRequest, Source } from './source.interface.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;
const PERMISSION = 'ssm:GetParameters';

type Pending = PendingRequest<ParameterReference>;

/** Parameter Store, asked by tens. */
export class ParameterSource implements Source {
  readonly #limiter: CallLimiter;
  /** What made AWS refuse a whole batch the last time: it goes alone until it is answered again. */
  readonly #suspects = new Set<string>();

  constructor(
    private readonly client: ParameterStoreClient,
    pace: CallPace,
  ) {
    this.#limiter = new CallLimiter(pace);
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const pending = pendingByReference<ParameterReference>(requests);
    for (const batch of this.#batches([...pending.values()])) void this.#send(batch);
    return requests.map(({ reference }) => (pending.get(reference.key) as Pending).answer);
  }

  #batches(pending: readonly Pending[]): readonly Pending[][] {
    const isSuspect = ({ reference }: Pending): boolean => this.#suspects.has(reference.key);
    const unsuspected = pending.filter((request) => !isSuspect(request));
    return [
      ...chunk(
        unsuspected.filter(({ reference }) => reference.withDecryption),
        NAMES_PER_CALL,
      ),
      ...chunk(
        unsuspected.filter(({ reference }) => !reference.withDecryption),
        NAMES_PER_CALL,
      ),
      ...chunk(pending.filter(isSuspect), 1),
    ];
  }

  async #send(batch: readonly Pending[]): Promise<void> {
    try {
      const answers = new ParameterAnswers(
        await this.#call(batch),
        batch.map(({ reference }) => reference),
      );
      for (const request of batch) this.#answer(request, answers);
    } catch (error) {
      await this.#refused(batch, error);
    }
  }

  #call(batch: readonly Pending[]): Promise<unknown> {
    return this.#limiter.run(batch, (abortSignal) =>
      this.client.getParameters(
        {
          Names: batch.map(({ reference }) => reference.fullName),
          WithDecryption: batch.some(({ reference }) => reference.withDecryption),
        },
        { abortSignal },
      ),
    );
  }

  #answer(request: Pending, answers: ParameterAnswers): void {
    this.#suspects.delete(request.reference.key);
    try {
      request.resolve(answers.answerFor(request.reference));
    } catch (error) {
      request.reject(error as Error);
    }
  }

  /** One name can make AWS refuse all of a batch, so that it is split until the culprit stands alone. */
  async #refused(batch: readonly Pending[], error: unknown): Promise<void> {
    const isCulprit = mayBeOneOfSeveral(error);
    if (batch.length > 1 && isCulprit) {
      await Promise.all(chunk(batch, Math.ceil(batch.length / 2)).map((half) => this.#send(half)));
      return;
    }
    for (const request of batch) {
      const { key, fullName } = request.reference;
      if (isCulprit) this.#suspects.add(key);
      request.reject(toSsmCacheError(error, fullName, PERMISSION));
    }
  }
}
