import { setImmediate } from 'node:timers/promises';
import { abortable } from '../../runtime/abortable.js';

type AnyFunction = (...args: never[]) => unknown;

/** Options of a client of the SDK that may be functions which take their time. */
interface ProviderOptions {
  readonly credentials?: unknown;
  readonly region?: unknown;
}

/** A question to a function that it has not answered yet. */
interface Ask {
  giveUp(reason: unknown): void;
  /** Since a call was aborted meanwhile: why, and which others were under way then. */
  doubt?: { readonly reason: unknown; readonly others: ReadonlySet<object> };
}

/**
 * What the functions that provide credentials and regions have not answered yet. A client of the SDK shares one such
 * answer among all its calls, however long it takes, so that a single one that never comes would hold up every later
 * call. When a call was aborted, and those that were under way with it have ended too, the next call asks anew; an answer
 * to the first question is as good to it.
 */
export class PendingProviders {
  readonly #unanswered = new Set<Ask>();
  readonly #underWay = new Set<object>();
  /** Fulfilled when the client has heard of what was given up, before which it must not be asked for more. */
  #isHeardOf: Promise<void> | undefined;

  /** The same options, with functions whose pending answers can be given up. */
  watch<Options extends ProviderOptions>(options: Options): Options {
    const { credentials, region } = options;
    return {
      ...options,
      ...(isFunction(credentials) && { credentials: this.#watched(credentials) }),
      ...(isFunction(region) && { region: this.#watched(region) }),
    };
  }

  /** Runs a call that may need their answers, until it is aborted. */
  async during<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
    if (this.#giveUpDoubted()) {
      this.#isHeardOf = setImmediate().then(() => {
        this.#isHeardOf = undefined;
      });
    }
    if (this.#isHeardOf !== undefined) await this.#isHeardOf;
    const token = {};
    this.#underWay.add(token);
    try {
      return await (signal === undefined ? call() : abortable(signal, call));
    } finally {
      this.#underWay.delete(token);
      if (signal?.aborted) this.#doubt(signal.reason);
    }
  }

  #doubt(reason: unknown): void {
    for (const ask of this.#unanswered) ask.doubt ??= { reason, others: new Set(this.#underWay) };
  }

  /** Whether there were any. */
  #giveUpDoubted(): boolean {
    const isHopeless = ({ doubt }: Ask): boolean =>
      doubt !== undefined && ![...doubt.others].some((other) => this.#underWay.has(other));
    const hopeless = [...this.#unanswered].filter(isHopeless);
    for (const ask of hopeless) ask.giveUp(ask.doubt?.reason);
    return hopeless.length > 0;
  }

  /** A proxy, since the SDK marks the functions that it knows with properties. */
  #watched<F extends AnyFunction>(provide: F): F {
    const waiting = new Set<(answer: unknown) => void>();
    return new Proxy(provide, {
      apply: (target, self, args) => this.#ask(async () => Reflect.apply(target, self, args), waiting),
    });
  }

  /** An answer is for all that are `waiting` by then. */
  #ask(provide: () => Promise<unknown>, waiting: Set<(answer: unknown) => void>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#unanswered.delete(ask);
        waiting.delete(answer);
      };
      const answer = (content: unknown): void => {
        end();
        resolve(content);
      };
      const fail = (reason: unknown): void => {
        end();
        reject(reason);
      };
      const ask: Ask = { giveUp: fail };
      this.#unanswered.add(ask);
      waiting.add(answer);
      void provide().then((content) => [...waiting].forEach((tell) => tell(content)), fail);
    });
  }
}

const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
