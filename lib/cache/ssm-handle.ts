import { message } from '../errors/printable.js';
import { concealed } from '../values/secrecy/concealed-promise.js';
import { INTERNALS } from '../runtime/internals.js';
import type { EntryView } from '../engine/entry-view.js';
import { refreshOnError, type AsyncFunction } from '../recovery/refresh-on-error.js';
import type { RefreshOnErrorFunctionOptions } from '../options/refresh-retry-options.interface.js';

/**
 * What a parameter and a secret have in common: a value that is kept fresh.
 *
 * @example
 * ```ts
 * const host = cache.parameter('/db/host');
 * await host.get(); // waits for a fresh value
 * const stop = host.onChange(() => reconnect(host.value));
 * await host.refresh();
 * stop();
 * ```
 *
 * @publicApi
 */
export abstract class SsmHandle<T, Version extends number | string> {
  readonly #view: EntryView<T>;

  /** Handles are made by a cache and its groups. */
  protected constructor();
  /** @internal */
  protected constructor(view: EntryView<T>);
  protected constructor(view?: EntryView<T>) {
    this.#view = view as EntryView<T>;
  }

  /** @internal */
  get [INTERNALS](): EntryView<T> {
    return this.#view;
  }

  /** The name without selector. */
  get name(): string {
    return this.#view.reference.name;
  }

  /** The name with selector. */
  get fullName(): string {
    return this.#view.reference.fullName;
  }

  /**
   * The last known value, at once. If it is older than `maxAge`, a refresh begins in the background.
   *
   * @throws `ParameterNotLoadedError` before the first load; `ParameterAccessDeniedError` while AWS refuses it;
   * `StaleValueError` when it is older than `maxAge + maxStale`
   */
  get value(): T {
    return this.#view.read();
  }

  /** The version that `value` has; `undefined` before the first load, and where AWS knows no version. */
  get version(): Version | undefined {
    return this.#view.raw?.version as Version | undefined;
  }

  /**
   * A value that is no older than `maxAge` at the time of this call; waits for a refresh where it has to. While AWS
   * does not answer, the last known value, until `maxAge + maxStale`.
   *
   * @throws `InvalidParameterError`, `ParameterAccessDeniedError`, `StaleValueError`; without a last known value also
   * `RefreshError` and `TransformError`
   */
  get(): Promise<T> {
    return concealed(this.#view.get());
  }

  /**
   * Refreshes the value, however old it is; of a member of a group, the group. The refresh begins after this call and
   * is shared with all who ask for one meanwhile; two are at least `minRefreshInterval` apart.
   *
   * @throws what the refresh failed with; the last known value stays
   */
  refresh(): Promise<void> {
    return this.#view.refresh();
  }

  /**
   * `fn`, called again after a refresh when it fails. `fn` returns a promise or an `Observable`.
   *
   * @param options which errors are repeated, and how often
   *
   * @example
   * ```ts
   * const login = password.refreshOnError(() => connect(password.value), { on: (e) => e.code === '28P01' });
   * ```
   */
  refreshOnError<F extends AsyncFunction>(fn: F, options: RefreshOnErrorFunctionOptions = {}): F {
    return refreshOnError(fn, this.#view, options, this.#view.unit.runtime);
  }

  /**
   * Calls `listener` after each refresh that replaced the value, until the function it returns is called. That a listener
   * failed, at once or later, is in the log, without its error.
   */
  onChange(listener: () => unknown): () => void {
    return this.#view.onChange(listener);
  }

  /** What may be shown of it: never the value. */
  toJSON(): { name: string; version: Version | undefined } {
    return { name: this.fullName, version: this.version };
  }

  /** What `util.inspect` and `console.log` show of it: never the value. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return message`${this.constructor.name} { ${this.fullName}, version ${this.version ?? 'unknown'}, ${this.#view.state} }`;
  }
}
