type AnyFunction = (...args: never[]) => unknown;

/** Options of a client of the SDK that may be functions which take their time. */
interface ProviderOptions {
  readonly credentials?: unknown;
  readonly region?: unknown;
}

/**
 * What the functions that provide credentials and regions have not answered yet. A client of the SDK shares one such
 * answer among all its calls, however long it takes, so that a single one that never comes would hold up every later
 * call. Given up, it is asked for anew.
 */
export class PendingProviders {
  readonly #pending = new Set<(reason: unknown) => void>();

  /** The same options, with functions whose pending answers can be given up. */
  watch<Options extends ProviderOptions>(options: Options): Options {
    const { credentials, region } = options;
    return {
      ...options,
      ...(isFunction(credentials) && { credentials: this.#watched(credentials) }),
      ...(isFunction(region) && { region: this.#watched(region) }),
    };
  }

  /** Rejects whatever has not been answered. */
  giveUp(reason: unknown): void {
    for (const reject of this.#pending) reject(reason);
  }

  /** A proxy, since the SDK marks the functions that it knows with properties. */
  #watched<F extends AnyFunction>(provide: F): F {
    return new Proxy(provide, {
      apply: (target, self, args) => this.#ask(() => Reflect.apply(target, self, args) as unknown),
    });
  }

  #ask(provide: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      void (async () => provide())()
        .then(resolve, reject)
        .finally(() => this.#pending.delete(reject));
    });
  }
}

const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
