import type { ParameterStoreClient } from '../clients/aws-clients.interface.js';
import { mayBeOneOfSeveral, toSsmCacheError } from '../calls/aws-error.js';
import { BatchSplitter } from '../calls/batch-splitter.js';
import { CallLimiter } from '../calls/call-limiter.js';
import type { CallPacer } from '../calls/call-pacer.js';
import { chunk } from '../calls/chunk.js';
import { ParameterAnswers } from './parameter-answers.js';
import { isWellFormed } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';
import { pendingByReference, type PendingRequest } from '../calls/pending-request.js';
import type { Answer, FetchRequest, Source } from '../source.interface.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;
const PERMISSION = 'ssm:GetParameters';

type Pending = PendingRequest<ParameterReference>;

/** Parameter Store, asked by tens. */
export class ParameterSource implements Source {
  readonly #limiter: CallLimiter;
  readonly #suspects = new Quarantine();
  readonly #splitter = new BatchSplitter<Pending>({
    ask: (batch) => this.#ask(batch),
    fail: (request, error) => this.#fail(request, error),
  });

  constructor(
    private readonly client: ParameterStoreClient,
    pace: CallPacer,
  ) {
    this.#limiter = new CallLimiter(pace);
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const pending = pendingByReference<ParameterReference>(requests);
    for (const batch of this.#batches([...pending.values()])) void this.#splitter.send(batch);
    return requests.map(({ reference }) => (pending.get(reference.key) as Pending).answer);
  }

  /** What would make AWS refuse a batch goes alone. */
  #batches(pending: readonly Pending[]): readonly Pending[][] {
    const goesAlone = ({ reference }: Pending): boolean =>
      this.#suspects.has(reference.key) || !isWellFormed(reference.name);
    const together = pending.filter((request) => !goesAlone(request));
    const streams = [true, false].map((decrypts) =>
      together.filter(({ reference }) => reference.withDecryption === decrypts),
    );
    return [
      ...streams.flatMap((stream) => chunk(stream, NAMES_PER_CALL)),
      ...chunk(pending.filter(goesAlone), 1),
    ];
  }

  async #ask(batch: readonly Pending[]): Promise<void> {
    const answers = new ParameterAnswers(
      await this.#call(batch),
      batch.map(({ reference }) => reference),
    );
    const call = {};
    for (const request of batch) this.#answer(request, answers, call);
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

  #answer(request: Pending, answers: ParameterAnswers, call: object): void {
    this.#suspects.delete(request.reference.key);
    try {
      const answer = answers.answerFor(request.reference);
      if (answer === undefined) void this.#splitter.send([request]);
      else request.resolve({ ...answer, call });
    } catch (error) {
      request.reject(toSsmCacheError(error, request.reference.fullName, PERMISSION));
    }
  }

  #fail(request: Pending, error: unknown): void {
    const { key, fullName } = request.reference;
    if (mayBeOneOfSeveral(error)) this.#suspects.add(key);
    request.reject(toSsmCacheError(error, fullName, PERMISSION));
  }
}
