import { mayBeOneOfSeveral } from './aws-error.js';
import type { Denials } from './denials.js';
import { CallFailure } from './call-failure.js';

/**
 * What asks for several names by one call. One name can make AWS refuse all of a batch. If AWS says which name, that is set aside;
 * else the batch is split until the culprit is alone.
 */
export abstract class BatchingSource<Request> {
  /** Answers each request of a batch. Rejects with what AWS says of the batch as a whole. */
  protected abstract ask(batch: readonly Request[], denials: Denials | undefined): Promise<void>;

  /** Says what becomes of a request that fails. */
  protected abstract fail(request: Request, error: CallFailure): void;

  /** The request that AWS refuses the batch for, if the error says which. */
  protected culpritIn(_batch: readonly Request[], _error: CallFailure): Request | undefined {
    return undefined;
  }

  /** Answers that request in another way, if there is one; else rejects with the error. */
  protected askAlone(_request: Request, error: CallFailure, _denials: Denials | undefined): Promise<void> {
    return Promise.reject(error);
  }

  /**
   * Fulfilled when each request of the batch has been answered or has failed. Never rejects.
   *
   * @param denials what AWS denies of all that goes out together, while the application starts
   */
  protected async send(batch: readonly Request[], denials: Denials | undefined): Promise<void> {
    try {
      await this.ask(batch, denials);
    } catch (error) {
      await this.#refused(batch, CallFailure.of(error), denials);
    }
  }

  async #refused(batch: readonly Request[], error: CallFailure, denials: Denials | undefined): Promise<void> {
    if (batch.length > 1 && mayBeOneOfSeveral(error)) return this.#divide(batch, error, denials);
    for (const request of batch) this.#fail(request, error, denials);
  }

  async #divide(batch: readonly Request[], error: CallFailure, denials: Denials | undefined): Promise<void> {
    const culprit = this.culpritIn(batch, error);
    if (culprit === undefined) {
      const isInDoubt = denials?.areInDoubt === true && error.isDenied;
      return isInDoubt ? this.#probe(batch, denials) : this.#split(batch, denials);
    }
    await this.askAlone(culprit, error, denials).catch((failure: unknown) =>
      this.#fail(culprit, CallFailure.of(failure), denials),
    );
    return this.send(
      batch.filter((request) => request !== culprit),
      denials,
    );
  }

  /** One name tells whether the role has any permission: then another name is the culprit. */
  async #probe([probe, ...others]: readonly Request[], denials: Denials): Promise<void> {
    if (probe !== undefined) await this.send([probe], denials);
    const isFound = denials.areInDoubt || others.length < 2;
    return isFound ? this.send(others, denials) : this.#split(others, denials);
  }

  /** If nothing is wrong with the first half, the culprit is in the second half, which is not asked for as a whole again. */
  async #split(batch: readonly Request[], denials: Denials | undefined): Promise<void> {
    const middle = Math.ceil(batch.length / 2);
    const [first, second] = [batch.slice(0, middle), batch.slice(middle)];
    try {
      await this.ask(first, denials);
    } catch (error) {
      await Promise.all([this.#refused(first, CallFailure.of(error), denials), this.send(second, denials)]);
      return;
    }
    await (second.length > 1 ? this.#split(second, denials) : this.send(second, denials));
  }

  #fail(request: Request, error: CallFailure, denials: Denials | undefined): void {
    denials?.failed(error);
    this.fail(request, error);
  }
}

/** The items of each list in batches of at most `size`. */
export const inBatches = <T>(size: number, ...lists: readonly (readonly T[])[]): T[][] =>
  lists.flatMap((items) =>
    Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
      items.slice(index * size, (index + 1) * size),
    ),
  );
