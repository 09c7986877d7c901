/**
 * The two functions that waiting needs. Pass fakes, to decide in a test when time passes.
 *
 * @publicApi
 */
export interface Timers {
  /** Calls `callback` after so many milliseconds, and returns what `clearTimeout()` takes. */
  setTimeout(callback: () => void, milliseconds: number): unknown;
  /** Keeps a timer that `setTimeout()` returned from calling. */
  clearTimeout(timer: any): void;
}

/**
 * Options common to the in-memory services.
 *
 * @example
 * ```ts
 * new InMemoryParameterStore({}, { region: 'eu-west-1', accountId: '222222222222', partition: 'aws', clock: () => 0, latency: 20 });
 * new InMemorySecretsManager({}, { timers: { setTimeout, clearTimeout }, order: 'shuffled', pages: 'sparse' });
 * ```
 *
 * @publicApi
 */
export interface InMemoryServiceOptions {
  /** The region in ARNs. @default 'us-east-1' */
  readonly region?: string;
  /** The account in ARNs, 12 digits. @default '123456789012' */
  readonly accountId?: string;
  /** The partition in ARNs. @default 'aws' */
  readonly partition?: string;
  /** The time, in milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** What `latency` waits with. @default the timers of Node */
  readonly timers?: Timers;
  /** Milliseconds from a request to its answer; a function is asked for each request. @default 0 */
  readonly latency?: number | (() => number);
  /**
   * The order of items in answers. AWS documents none that can be relied upon: `'shuffled'` is an order that
   * no alphabet explains, the same in every run.
   *
   * @default 'alphabetical'
   */
  readonly order?: 'alphabetical' | 'shuffled';
  /**
   * How lists are cut into pages. All three are what AWS may do: `'exact'` gives full pages and no token after
   * the last item; `'trailing'` a token after every full page, so that the last page may be empty; `'sparse'`
   * an empty page with a token before every page.
   *
   * @default 'exact'
   */
  readonly pages?: 'exact' | 'trailing' | 'sparse';
}
