import { mayBeOneOfSeveral } from './aws-error.js';

/** How a batch is asked for, and what becomes of a request that fails. */
export interface BatchSplitterParts<Request> {
  /** Answers each request of a batch. Rejects with what AWS says of the batch as a whole. */
  readonly ask: (batch: readonly Request[]) => Promise<void>;
  readonly fail: (request: Request, error: unknown) => void;
}

/** Sends batches. One name can make AWS refuse all of a batch, which is then split until the culprit stands alone. */
export class BatchSplitter<Request> {
  constructor(private readonly parts: BatchSplitterParts<Request>) {}

  /** Fulfilled when each request of the batch has been answered or has failed. Never rejects. */
  async send(batch: readonly Request[]): Promise<void> {
    if ((await this.#ask(batch)) === 'refused') await this.#split(batch);
  }

  /** Where nothing is wrong with the first half, the culprit is in the second, which is not asked for as a whole again. */
  async #split(batch: readonly Request[]): Promise<void> {
    if (batch.length === 1) return;
    const middle = Math.ceil(batch.length / 2);
    const [first, second] = [batch.slice(0, middle), batch.slice(middle)];
    const outcome = await this.#ask(first);
    if (outcome === 'answered' && second.length > 1) return this.#split(second);
    await Promise.all([outcome === 'refused' ? this.#split(first) : undefined, this.send(second)]);
  }

  async #ask(batch: readonly Request[]): Promise<'answered' | 'refused' | 'failed'> {
    try {
      await this.parts.ask(batch);
      return 'answered';
    } catch (error) {
      const isRefused = mayBeOneOfSeveral(error);
      if (batch.length === 1 || !isRefused) for (const request of batch) this.parts.fail(request, error);
      return isRefused ? 'refused' : 'failed';
    }
  }
}
