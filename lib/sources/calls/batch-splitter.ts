import { isDenied, mayBeOneOfSeveral } from './aws-error.js';
import type { Denials } from './denials.js';

/** Asks for a batch, and says what becomes of a request that fails. */
export interface BatchSource<Request> {
  /** Answers each request of a batch. Rejects with what AWS says of the batch as a whole. */
  ask(batch: readonly Request[], attempt: BatchSplitter<Request>): Promise<void>;
  fail(request: Request, error: unknown): void;
  /** The request that AWS refuses the batch for, if the error says which. */
  culpritIn(batch: readonly Request[], error: unknown): Request | undefined;
  /** Answers that request in another way, if there is one; else rejects with the error. */
  askAlone(request: Request, error: unknown, attempt: BatchSplitter<Request>): Promise<void>;
}

type Outcome = { readonly is: 'answered' | 'failed' } | { readonly is: 'refused'; readonly error: unknown };

/**
 * Sends the batches of one attempt. One name can make AWS refuse all of a batch. If AWS says which name, that is set aside;
 * else the batch is split until the culprit is alone.
 */
export class BatchSplitter<Request> {
  constructor(
    private readonly source: BatchSource<Request>,
    /** What AWS denies in this attempt. */
    readonly denials: Denials,
  ) {}

  /** Fulfilled when each request of the batch has been answered or has failed. Never rejects. */
  async send(batch: readonly Request[]): Promise<void> {
    const outcome = await this.#ask(batch);
    if (outcome.is === 'refused') await this.#divide(batch, outcome.error);
  }

  async #divide(batch: readonly Request[], error: unknown): Promise<void> {
    const culprit = this.source.culpritIn(batch, error);
    if (culprit === undefined)
      return this.denials.areInDoubt && isDenied(error) ? this.#probe(batch) : this.#split(batch);
    await this.source
      .askAlone(culprit, error, this)
      .catch((failure: unknown) => this.#fail(culprit, failure));
    return this.send(batch.filter((request) => request !== culprit));
  }

  /** One name tells whether the role has any permission: then another name is the culprit. */
  async #probe([probe, ...others]: readonly Request[]): Promise<void> {
    if (probe !== undefined) await this.send([probe]);
    const isFound = this.denials.areInDoubt || others.length < 2;
    return isFound ? this.send(others) : this.#split(others);
  }

  /** If nothing is wrong with the first half, the culprit is in the second half, which is not asked for as a whole again. */
  async #split(batch: readonly Request[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    const [first, second] = [batch.slice(0, middle), batch.slice(middle)];
    const outcome = await this.#ask(first);
    if (outcome.is === 'answered' && second.length > 1) return this.#split(second);
    await Promise.all([
      outcome.is === 'refused' ? this.#divide(first, outcome.error) : undefined,
      this.send(second),
    ]);
  }

  async #ask(batch: readonly Request[]): Promise<Outcome> {
    try {
      this.denials.check();
      await this.source.ask(batch, this);
      return { is: 'answered' };
    } catch (error) {
      if (batch.length > 1 && mayBeOneOfSeveral(error)) return { is: 'refused', error };
      for (const request of batch) this.#fail(request, error);
      return { is: 'failed' };
    }
  }

  #fail(request: Request, error: unknown): void {
    this.denials.failed(error);
    this.source.fail(request, error);
  }
}

/** `items` in lists of at most `size`. */
export const chunk = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
