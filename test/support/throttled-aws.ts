import type { GetParametersByPathInput, GetParametersInput, ParameterStoreClient } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import type { FakeRuntime } from './fake-runtime.js';
import { awsError } from './make-cache.js';

interface ThrottledAwsOptions {
  /** How long an answer takes, in milliseconds. */
  readonly latency?: number;
  /** How many calls a second all clients may make together, after a burst of as many. */
  readonly callsPerSecond?: number;
  /** Which calls are throttled in any case, from 1. */
  readonly throttled?: (call: number) => boolean;
  /** What a throttled call fails with. */
  readonly error?: () => unknown;
}

/** Parameter Store on the time of a test: each answer takes its time, and calls beyond a limit are throttled. */
export class ThrottledAws implements ParameterStoreClient {
  readonly store = new InMemoryParameterStore();
  calls = 0;
  readonly #runtime: FakeRuntime;
  readonly #options: Required<ThrottledAwsOptions>;
  #tokens: number;
  #filledAt = 0;

  constructor(runtime: FakeRuntime, options: ThrottledAwsOptions = {}) {
    this.#runtime = runtime;
    this.#options = {
      latency: 60,
      callsPerSecond: Infinity,
      throttled: () => false,
      error: () => awsError('ThrottlingException'),
      ...options,
    };
    this.#tokens = this.#options.callsPerSecond;
  }

  getParameters(input: GetParametersInput): Promise<unknown> {
    return this.#answer(() => this.store.getParameters(input));
  }

  getParametersByPath(input: GetParametersByPathInput): Promise<unknown> {
    return this.#answer(() => this.store.getParametersByPath(input));
  }

  async #answer(answer: () => Promise<unknown>): Promise<unknown> {
    this.calls += 1;
    const isThrottled = this.#options.throttled(this.calls) || !this.#admits();
    await new Promise<void>((resolve) => {
      this.#runtime.scheduler.after(this.#options.latency, resolve, false);
    });
    if (isThrottled) throw this.#options.error();
    return answer();
  }

  #admits(): boolean {
    const { callsPerSecond } = this.#options;
    if (callsPerSecond === Infinity) return true;
    const now = this.#runtime.clock.now().monotonic;
    this.#tokens = Math.min(callsPerSecond, this.#tokens + ((now - this.#filledAt) / 1_000) * callsPerSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
