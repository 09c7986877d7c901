import { InvalidParameterError, type SsmCacheError } from '../../errors/index.js';
import type {
  CallOptions,
  GetParameterInput,
  ParameterStoreClient,
} from '../clients/aws-clients.interface.js';
import { CallFailure } from '../calls/call-failure.js';
import { memberOf } from '../calls/error-facts.js';
import { isAccessDenied, mayBeOneOfSeveral, toSsmCacheError } from '../calls/aws-error.js';
import { BatchingSource, inBatches } from '../calls/batching-source.js';
import type { ClientCalls } from '../calls/client-calls.js';
import type { Denials } from '../calls/denials.js';
import { namesParameter, parameterResource } from './parameter-arn.js';
import { ParameterAnswers } from './parameter-answers.js';
import { isSecretReference, SECRET_REFERENCE_PREFIX } from './parameter-name.js';
import { secretPermission } from '../secrets-manager/secret-permission.js';
import type { ParameterReference } from './parameter-reference.js';
import { joinRequests, type PendingRequest } from '../calls/pending-request.js';
import type { Fetcher } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference } from '../source.interface.js';
import { Quarantine } from '../calls/quarantine.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;

/** How many names that are denied are tried by GetParameter, of those that are asked for together. */
const MOST_TRIES = 3;

type Pending = PendingRequest<ParameterReference>;

/** Parameter Store, asked by tens where role and endpoint can, and one by one where they cannot. */
export class ParameterSource extends BatchingSource<Pending> implements Fetcher {
  readonly #suspects = new Quarantine();

  #readsOneByOne = false;
  #hasReadByTens = false;
  #tries = MOST_TRIES;
  /** Settled when what was tried so far has been answered. */
  #trials: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: ParameterStoreClient,
    private readonly calls: ClientCalls,
  ) {
    super();
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { pending, answers } = joinRequests<ParameterReference>(requests);
    this.#tries = MOST_TRIES;
    const denials = this.calls.countDenials();
    for (const batch of this.#batches(pending)) void this.send(batch, denials);
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
      const { key, isWellFormed, withDecryption } = request.reference;
      if (this.#readsOneByOne || this.#suspects.has(key) || !isWellFormed) alone.push([request]);
      else (withDecryption ? decrypted : plain).push(request);
    }
    return [...inBatches(NAMES_PER_CALL, decrypted, plain), ...alone];
  }

  protected async ask(batch: readonly Pending[], denials: Denials | undefined): Promise<void> {
    if (this.#readsOneByOne) return this.#askOneByOne(batch, denials);
    try {
      await this.#askSeveral(batch, denials);
    } catch (caught) {
      const error = CallFailure.of(caught);
      const [only] = batch;
      if (only !== undefined && batch.length === 1 && this.#canTryOne(error))
        return this.#tryOne(only, error, denials);
      if (!this.#cannotReadByTens(error)) throw error;
      this.#readsOneByOne = true;
      return this.#askOneByOne(batch, denials);
    }
  }

  async #askSeveral(batch: readonly Pending[], denials: Denials | undefined): Promise<void> {
    const input = {
      Names: batch.map(({ reference }) => reference.fullName),
      WithDecryption: batch.some(({ reference }) => reference.withDecryption),
    };
    const answer = await this.calls.run(
      batch,
      (abortSignal) => this.client.getParameters(input, { abortSignal }),
      denials,
    );
    this.#hasReadByTens = true;
    this.#answer(batch, answer, denials);
  }

  async #askOneByOne(batch: readonly Pending[], denials: Denials | undefined): Promise<void> {
    const [only] = batch;
    if (only !== undefined && batch.length === 1) return this.#askOne(only, denials);
    await Promise.all(batch.map((request) => this.send([request], denials)));
  }

  async #askOne(request: Pending, denials: Denials | undefined): Promise<void> {
    const { fullName, withDecryption } = request.reference;
    const input = { Name: fullName, WithDecryption: withDecryption };
    const answer = await this.calls.run(
      [request],
      (abortSignal) => this.#getParameter(input, { abortSignal }),
      denials,
    );
    this.#answer([request], answer, denials);
  }

  /** In the shape of an answer for several. */
  async #getParameter(input: GetParameterInput, options: CallOptions): Promise<unknown> {
    try {
      const answer = await this.client.getParameter?.(input, options);
      return { Parameters: [memberOf(answer, 'Parameter')] };
    } catch (error) {
      if (!CallFailure.of(error).isMissing) throw error;
      return { InvalidParameters: [input.Name] };
    }
  }

  /** The endpoint does not have the operation, or another name has shown meanwhile that the role may not use it. */
  #cannotReadByTens(error: CallFailure): boolean {
    if (this.client.getParameter === undefined) return false;
    return error.mayLackOperation || (this.#readsOneByOne && isAccessDenied(error));
  }

  /** A denial of one name does not say whether it is the name or the operation that the role may not use. */
  #canTryOne(error: CallFailure): boolean {
    const mayTry = this.client.getParameter !== undefined && !this.#hasReadByTens && this.#tries > 0;
    return mayTry && isAccessDenied(error);
  }

  async #tryOne(request: Pending, denial: CallFailure, denials: Denials | undefined): Promise<void> {
    this.#tries -= 1;
    try {
      await this.#askOne(request, denials);
      this.#readsOneByOne = true;
    } catch (caught) {
      const error = CallFailure.of(caught);
      throw mayBeOneOfSeveral(error) || error.mayLackOperation ? denial : error;
    }
  }

  /** For a name that AWS denies a batch for: what the names before it showed decides whether it is asked for. */
  protected override askAlone(
    request: Pending,
    denial: CallFailure,
    denials: Denials | undefined,
  ): Promise<void> {
    const turn = this.#trials.then(() => {
      if (this.#readsOneByOne) return this.#askOne(request, denials);
      if (this.#canTryOne(denial)) return this.#tryOne(request, denial, denials);
      throw denial;
    });
    this.#trials = turn.catch(() => undefined);
    return turn;
  }

  protected override culpritIn(batch: readonly Pending[], { denial }: CallFailure): Pending | undefined {
    return batch.find(({ reference }) => namesParameter(denial.resource, reference.name));
  }

  #answer(batch: readonly Pending[], answer: unknown, denials: Denials | undefined): void {
    const answers = new ParameterAnswers(
      answer,
      batch.map(({ reference }) => reference),
    );
    const call = {};
    for (const request of batch) {
      this.#suspects.delete(request.reference.key);
      try {
        const given = answers.answerFor(request.reference);
        if (given === undefined) void this.send([request], denials);
        else request.resolve({ ...given, call });
      } catch (error) {
        request.reject(this.#failure(request, error));
      }
    }
  }

  /** AWS lists a name that does not exist; a fake may throw its error instead. */
  protected fail(request: Pending, error: CallFailure): void {
    if (mayBeOneOfSeveral(error)) this.#suspects.add(request.reference.key);
    const failure = this.#failure(request, error);
    if (failure instanceof InvalidParameterError && error.isMissing)
      request.resolve({ found: false, error: failure, call: {} });
    else request.reject(failure);
  }

  #failure({ reference }: Pending, error: unknown): SsmCacheError {
    const permission = this.#readsOneByOne ? 'ssm:GetParameter' : 'ssm:GetParameters';
    return toSsmCacheError(error, reference.fullName, permission);
  }
}
