type Method = (...args: unknown[]) => unknown;

/** A stack of middleware of the SDK, as far as it is changed. */
export type MiddlewareStack = Readonly<Record<(typeof CHANGES)[number], Method>>;

const CHANGES = ['add', 'addRelativeTo', 'use', 'remove', 'removeByTag'] as const;

/** What is asked of the stack of a client that is not made yet. */
export class PendingMiddleware {
  readonly #changes: (readonly [method: (typeof CHANGES)[number], args: unknown[]])[] = [];

  readonly stack = Object.fromEntries(
    CHANGES.map((method) => [method, (...args: unknown[]) => void this.#changes.push([method, args])]),
  ) as MiddlewareStack;

  /** Asks it of the stack of the client, as often as the client is made. */
  applyTo(stack: MiddlewareStack): void {
    for (const [method, args] of this.#changes) Reflect.apply(stack[method], stack, args);
  }
}
