import type { CacheEvents } from '../runtime/cache-events.js';
import type { PendingCall } from '../sources/calls/pending-call.js';
import type { Source, SourceChange } from '../sources/source.interface.js';

/**
 * Where a watcher tells that something has changed.
 *
 * @publicApi
 */
export interface ChangeSink {
  /**
   * What `change` touches is no longer fresh at once: a strict read waits for a fetch that begins after this call, a plain
   * read gives the value that is held and triggers the fetch. Calls nothing by itself.
   *
   * @returns the names that were touched; none where nobody holds any
   * @throws `InvalidDeclarationError` for what is no change; nothing once the cache is closed
   */
  changed(change: SourceChange): readonly string[];
}

/**
 * What a cache can be extended by. Each member but the name is optional.
 *
 * @example
 * ```ts
 * const audit: SsmCacheExtension = {
 *   name: 'audit',
 *   events: { changed: ({ name, version }) => record(`${name} is ${version} now`) },
 * };
 * SsmCacheModule.forRoot({ extensions: [audit] });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheExtension {
  /** As messages name it; each extension of a cache has another name. */
  readonly name: string;

  /** Where further values come from. A source has a name that no other source has. They are read by `SsmCache.handle()`. */
  readonly sources?: readonly Source[];

  /**
   * Called once for each source, also those of AWS and of other extensions, when the cache is made. What it returns is asked in
   * place of the source: a shared cache, a circuit breaker, a recorder. It has the same name. The wrapper of an extension is
   * around those of the extensions before it.
   */
  wrap?(source: Source): Source;

  /**
   * Watches for changes: a queue, a bus, a file. Called once: when the application has started, or with `new SsmCache()`.
   * A watcher that throws or rejects is logged, and never fails the application.
   *
   * @param signal aborted when the application begins to shut down, at the latest when the cache is closed
   */
  watch?(sink: ChangeSink, signal: AbortSignal): void | Promise<void>;

  /**
   * Called before each call to AWS, which waits for the promise: to keep the calls of several processes below a limit. The call
   * waits no longer than `call.longest`. If it throws or rejects, the call is made.
   */
  beforeCall?(call: PendingCall): void | Promise<void>;

  /** What is told of what happens in the cache. */
  readonly events?: CacheEvents;
}
