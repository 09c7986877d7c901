import { InvalidParameterError, type SsmCacheError } from '../../errors/index.js';
import type {
  CallOptions,
  GetParameterInput,
  ParameterStoreClient,
} from '../clients/aws-clients.interface.js';
import { isFields } from '../calls/answer-fields.js';
import { isAccessDenied, isMissing, mayBeOneOfSeveral, toSsmCacheError } from '../calls/aws-error.js';
import { BatchSplitter, chunk, type BatchSource } from '../calls/batch-splitter.js';
import type { ClientCalls } from '../calls/client-calls.js';
import { Denials } from '../calls/denials.js';
import { accessDenial } from '../calls/access-denial.js';
import { namesParameter, parameterResource } from './parameter-arn.js';
import { ParameterAnswers } from './parameter-answers.js';
import { isSecretReference, isWellFormed, SECRET_REFERENCE_PREFIX } from './parameter-name.js';
import { secretPermission } from '../secrets-manager/secret-permission.js';
import type { ParameterReference } from './parameter-reference.js';
import { joinRequests, type PendingRequest } from '../calls/pending-request.js';
import type { Fetcher } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference } from '../source.interface.js';
import { mayLackOperation } from '../calls/unknown-operation.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;

/** How many names that are denied are tried by GetParameter, of those that are asked for together. */
const MOST_TRIES = 3;

type Pending = PendingRequest<ParameterReference>;

/** What goes out together. */
type Attempt = BatchSplitter<Pending>;

/** Parameter Store, asked by tens where role and endpoint can, and one by one where they cannot. */
export class ParameterSource implements Fetcher, BatchSource<Pending> {
  readonly #suspects = new Quarantine();

  #readsOneByOne = false;
  #hasReadByTens = false;
  #tries = MOST_TRIES;
  /** Settled when what was tried so far has been answered. */
  #trials: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: ParameterStoreClient,
    private readonly calls: ClientCalls,
  ) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { pending, answers } = joinRequests<ParameterReference>(requests);
    this.#tries = MOST_TRIES;
    const attempt: Attempt = new BatchSplitter(this, new Denials(this.calls.isStarting));
    for (const batch of this.#batches(pending)) void attempt.send(batch);
    return answers;
  }

  permissions({ name }: Reference): readonly Permission[] {
    const own = { action: 'ssm:GetParameters', resource: parameterResource(name) };
    if (!isSecretReference(name)) return [own];
    return [own, secretPermission(name.slice(SECRET_REFERENCE_PREFIX.length))];
  }

  /** What would make AWS refuse a batch goes alone. */
  #batches(pending: readonly Pending[]): readonly Pending[][] {
    const decrypted: Pending[] = [];
    const plain: Pending[] = [];
    const alone: Pending[][] = [];
    for (const request of pending) {
      const { key, name, withDecryption } = request.reference;
      if (this.#readsOneByOne || this.#suspects.has(key) || !isWellFormed(name)) alone.push([request]);
      else (withDecryption ? decrypted : plain).push(request);
    }
    return [...chunk(decrypted, NAMES_PER_CALL), ...chunk(plain, NAMES_PER_CALL), ...alone];
  }

  culpritIn(batch: readonly Pending[], error: unknown): Pending | undefined {
    const { resource } = accessDenial(error);
    return batch.find(({ reference }) => namesParameter(resource, reference.name));
  }

  async ask(batch: readonly Pending[], attempt: Attempt): Promise<void> {
    const [only] = batch;
    if (!this.#readsOneByOne) {
      try {
        return await this.#askSeveral(batch, attempt);
      } catch (error) {
        if (only !== undefined && batch.length === 1 && this.#canTryOne(error))
          return this.#tryOne(only, error, attempt);
        if (!this.#cannotReadByTens(error)) throw error;
        this.#readsOneByOne = true;
      }
    }
    if (batch.length === 1 && only !== undefined) return this.#askOne(only, attempt);
    await Promise.all(batch.map((request) => attempt.send([request])));
  }

  /** The endpoint does not have the operation, or another name has shown meanwhile that the role may not use it. */
  #cannotReadByTens(error: unknown): boolean {
    if (this.client.getParameter === undefined) return false;
    return mayLackOperation(error) || (this.#readsOneByOne && isAccessDenied(error));
  }

  /** A denial of one name does not say whether it is the name or the operation that the role may not use. */
  #canTryOne(error: unknown): boolean {
    const mayTry = this.client.getParameter !== undefined && !this.#hasReadByTens && this.#tries > 0;
    return mayTry && isAccessDenied(error);
  }

  /** For a name that AWS denies a batch for: what the names before it showed decides whether it is asked for. */
  askAlone(request: Pending, denial: unknown, attempt: Attempt): Promise<void> {
    const turn = this.#trials.then(() => {
      if (this.#readsOneByOne) return this.#askOne(request, attempt);
      if (this.#canTryOne(denial)) return this.#tryOne(request, denial, attempt);
      throw denial;
    });
    this.#trials = turn.catch(() => undefined);
    return turn;
  }

  async #tryOne(request: Pending, denial: unknown, attempt: Attempt): Promise<void> {
    this.#tries -= 1;
    try {
      await this.#askOne(request, attempt);
      this.#readsOneByOne = true;
    } catch (error) {
      throw mayBeOneOfSeveral(error) || mayLackOperation(error) ? denial : error;
    }
  }

  async #askSeveral(batch: readonly Pending[], attempt: Attempt): Promise<void> {
    const references = batch.map(({ reference }) => reference);
    const input = {
      Names: references.map(({ fullName }) => fullName),
      WithDecryption: references.some(({ withDecryption }) => withDecryption),
    };
    const answer = await this.calls.run(batch, (abortSignal) =>
      attempt.denials.ask(() => this.client.getParameters(input, { abortSignal })),
    );
    this.#hasReadByTens = true;
    const answers = new ParameterAnswers(answer, references);
    const call = {};
    for (const request of batch) this.#answer(request, answers, call, attempt);
  }

  async #askOne(request: Pending, attempt: Attempt): Promise<void> {
    const { reference } = request;
    const { fullName, withDecryption } = reference;
    const input = { Name: fullName, WithDecryption: withDecryption };
    const answer = await this.calls.run([request], (abortSignal) =>
      attempt.denials.ask(() => this.#getParameter(input, { abortSignal })),
    );
    this.#answer(request, new ParameterAnswers(answer, [reference]), {}, attempt);
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

  #answer(request: Pending, answers: ParameterAnswers, call: object, attempt: Attempt): void {
    this.#suspects.delete(request.reference.key);
    try {
      const answer = answers.answerFor(request.reference);
      if (answer === undefined) void attempt.send([request]);
      else request.resolve({ ...answer, call });
    } catch (error) {
      request.reject(this.#failure(request, error));
    }
  }

  /** AWS lists a name that does not exist; a fake may throw its error instead. */
  fail(request: Pending, error: unknown): void {
    if (mayBeOneOfSeveral(error)) this.#suspects.add(request.reference.key);
    const failure = this.#failure(request, error);
    if (isMissing(error) && failure instanceof InvalidParameterError)
      request.resolve({ found: false, error: failure, call: {} });
    else request.reject(failure);
  }

  #failure({ reference }: Pending, error: unknown): SsmCacheError {
    const permission = this.#readsOneByOne ? 'ssm:GetParameter' : 'ssm:GetParameters';
    return toSsmCacheError(error, reference.fullName, permission);
  }
}
