import { setImmediate } from 'node:timers/promises';
import { untilAborted } from './until-aborted.js';

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
  async during<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    if (this.#giveUpDoubted()) await setImmediate();
    const token = {};
    this.#underWay.add(token);
    try {
      return await untilAborted(signal, call);
    } finally {
      this.#underWay.delete(token);
      if (signal.aborted) this.#doubt(signal.reason);
    }
  }

  #doubt(reason: unknown): void {
    for (const ask of this.#unanswered) ask.doubt ??= { reason, others: new Set(this.#underWay) };
  }

  /** Whether there were any; the client has to hear of it before it is asked for more. */
  #giveUpDoubted(): boolean {
    const isHopeless = ({ doubt }: Ask): boolean =>
      doubt !== undefined && ![...doubt.others].some((other) => this.#underWay.has(other));
    const hopeless = [...this.#unanswered].filter(isHopeless);
    for (const ask of hopeless) ask.giveUp(ask.doubt?.reason);
    return hopeless.length > 0;
  }

  /** A proxy, since the SDK marks the functions that it knows with properties. */
  #watched<F extends AnyFunction>(provide: F): F {
    const givenUp = new Set<Promise<unknown>>();
    return new Proxy(provide, {
      apply: (target, self, args) => this.#ask(async () => Reflect.apply(target, self, args), givenUp),
    });
  }

  #ask(provide: () => Promise<unknown>, givenUp: Set<Promise<unknown>>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const answer = provide();
      const giveUp = (reason: unknown): void => {
        this.#unanswered.delete(ask);
        givenUp.add(answer);
        reject(reason);
      };
      const ask: Ask = { giveUp };
      this.#unanswered.add(ask);
      for (const earlier of givenUp) void earlier.then(resolve, () => undefined);
      void answer.then(resolve, reject).finally(() => {
        this.#unanswered.delete(ask);
        givenUp.delete(answer);
      });
    });
  }
}

const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
