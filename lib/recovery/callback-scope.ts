import { AsyncLocalStorage } from 'node:async_hooks';

/** Who runs callbacks, one at a time. */
export interface CallbackOwner {
  readonly runningCallback: CallbackScope | undefined;
}

/** A callback while it runs, with all that it calls: what tells who waits for whom. */
export class CallbackScope {
  static readonly #innermost = new AsyncLocalStorage<CallbackScope>();

  readonly #outer = CallbackScope.around()[0];
  /** Whose callbacks the calls made in this one wait for, each as often as it is waited for. */
  readonly #waits = new Set<{ readonly owner: CallbackOwner }>();
  #isOver = false;

  /** Those that the caller runs in and that have not ended. */
  static around(): readonly CallbackScope[] {
    const scopes: CallbackScope[] = [];
    for (let scope = this.#innermost.getStore(); scope !== undefined; scope = scope.#outer) {
      if (!scope.#isOver) scopes.push(scope);
    }
    return scopes;
  }

  async run(callback: () => unknown): Promise<void> {
    try {
      await CallbackScope.#innermost.run(this, async () => callback());
    } finally {
      this.#isOver = true;
    }
  }

  /** Whether this one cannot end before `other` has. */
  waitsFor(other: CallbackScope): boolean {
    return this === other || [...this.#waits].some(({ owner }) => owner.runningCallback?.waitsFor(other));
  }

  /** Notes that a call made in here waits for `owner`, until what it returns is called. */
  beginWait(owner: CallbackOwner): () => void {
    const wait = { owner };
    this.#waits.add(wait);
    return () => this.#waits.delete(wait);
  }
}
