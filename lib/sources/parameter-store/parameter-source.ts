import type { SsmCacheError } from '../../errors/index.js';
import type {
  CallOptions,
  GetParameterInput,
  ParameterStoreClient,
} from '../clients/aws-clients.interface.js';
import { isFields } from '../calls/answer-fields.js';
import { isAccessDenied, isMissing, mayBeOneOfSeveral, toSsmCacheError } from '../calls/aws-error.js';
import { BatchSplitter } from '../calls/batch-splitter.js';
import { CallLimiter } from '../calls/call-limiter.js';
import type { CallPacer } from '../calls/call-pacer.js';
import { chunk } from '../calls/chunk.js';
import { ParameterAnswers } from './parameter-answers.js';
import { isWellFormed } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';
import { pendingByReference, type PendingRequest } from '../calls/pending-request.js';
import type { Answer, FetchRequest, Source } from '../source.interface.js';
import { mayLackOperation } from '../calls/unknown-operation.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;

/** How many names that are denied are tried by GetParameter, of those that are asked for together. */
const MOST_TRIES = 3;

type Pending = PendingRequest<ParameterReference>;

/** Parameter Store, asked by tens where role and endpoint can, and one by one where they cannot. */
export class ParameterSource implements Source {
  readonly #limiter: CallLimiter;
  readonly #suspects = new Quarantine();
  readonly #splitter = new BatchSplitter<Pending>({
    ask: (batch) => this.#ask(batch),
    fail: (request, error) => this.#fail(request, error),
  });

  #readsOneByOne = false;
  #hasReadByTens = false;
  #tries = MOST_TRIES;

  constructor(
    private readonly client: ParameterStoreClient,
    pace: CallPacer,
  ) {
    this.#limiter = new CallLimiter(pace);
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const pending = pendingByReference<ParameterReference>(requests);
    this.#tries = MOST_TRIES;
    for (const batch of this.#batches([...pending.values()])) void this.#splitter.send(batch);
    return requests.map(({ reference }) => (pending.get(reference.key) as Pending).answer);
  }

  /** What would make AWS refuse a batch goes alone. */
  #batches(pending: readonly Pending[]): readonly Pending[][] {
    const goesAlone = ({ reference }: Pending): boolean =>
      this.#readsOneByOne || this.#suspects.has(reference.key) || !isWellFormed(reference.name);
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
    if (!this.#readsOneByOne) {
      try {
        return await this.#askSeveral(batch);
      } catch (error) {
        if (this.#canTryOne(batch, error)) return this.#tryOne(batch[0] as Pending, error);
        if (!this.#cannotReadByTens(error)) throw error;
        this.#readsOneByOne = true;
      }
    }
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return this.#askOne(only);
    await Promise.all(batch.map((request) => this.#splitter.send([request])));
  }

  /** The endpoint does not have the operation, or another name has shown meanwhile that the role may not use it. */
  #cannotReadByTens(error: unknown): boolean {
    if (this.client.getParameter === undefined) return false;
    return mayLackOperation(error) || (this.#readsOneByOne && isAccessDenied(error));
  }

  /** A denial of one name does not say whether it is the name or the operation that the role may not use. */
  #canTryOne(batch: readonly Pending[], error: unknown): boolean {
    const mayTry = this.client.getParameter !== undefined && !this.#hasReadByTens && this.#tries > 0;
    return mayTry && batch.length === 1 && isAccessDenied(error);
  }

  async #tryOne(request: Pending, denial: unknown): Promise<void> {
    this.#tries -= 1;
    try {
      await this.#askOne(request);
      this.#readsOneByOne = true;
    } catch (error) {
      throw mayBeOneOfSeveral(error) || mayLackOperation(error) ? denial : error;
    }
  }

  async #askSeveral(batch: readonly Pending[]): Promise<void> {
    const references = batch.map(({ reference }) => reference);
    const answer = await this.#limiter.run(batch, (abortSignal) =>
      this.client.getParameters(
        {
          Names: references.map(({ fullName }) => fullName),
          WithDecryption: references.some(({ withDecryption }) => withDecryption),
        },
        { abortSignal },
      ),
    );
    this.#hasReadByTens = true;
    const answers = new ParameterAnswers(answer, references);
    const call = {};
    for (const request of batch) this.#answer(request, answers, call);
  }

  async #askOne(request: Pending): Promise<void> {
    const { reference } = request;
    const { fullName, withDecryption } = reference;
    const answer = await this.#limiter.run([request], (abortSignal) =>
      this.#getParameter({ Name: fullName, WithDecryption: withDecryption }, { abortSignal }),
    );
    this.#answer(request, new ParameterAnswers(answer, [reference]), {});
  }

  /** In the shape of an answer for several. */
  async #getParameter(input: GetParameterInput, options: CallOptions): Promise<unknown> {
    try {
      const answer = await this.client.getParameter?.(input, options);
      return { Parameters: isFields(answer) ? [answer.Parameter] : [] };
    } catch (error) {
      if (!isMissing(error)) throw error;
      return { InvalidParameters: [input.Name] };
    }
  }

  #answer(request: Pending, answers: ParameterAnswers, call: object): void {
    this.#suspects.delete(request.reference.key);
    try {
      const answer = answers.answerFor(request.reference);
      if (answer === undefined) void this.#splitter.send([request]);
      else request.resolve({ ...answer, call });
    } catch (error) {
      request.reject(this.#failure(request, error));
    }
  }

  #fail(request: Pending, error: unknown): void {
    if (mayBeOneOfSeveral(error)) this.#suspects.add(request.reference.key);
    request.reject(this.#failure(request, error));
  }

  #failure({ reference }: Pending, error: unknown): SsmCacheError {
    const permission = this.#readsOneByOne ? 'ssm:GetParameter' : 'ssm:GetParameters';
    return toSsmCacheError(error, reference.fullName, permission);
  }
}
