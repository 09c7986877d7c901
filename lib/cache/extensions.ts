import { InvalidDeclarationError } from '../errors/index.js';
import {
  beforeCallThrewMessage,
  eventListenerThrewMessage,
  extensionCloseMessage,
  invalidExtensionMessage,
  notAChangeMessage,
  watcherFailedMessage,
} from '../errors/errors.messages.js';
import { isSource } from '../options/extension-checks.js';
import type { ChangeSink, SsmCacheExtension } from '../options/extension.interface.js';
import type { CacheEvents } from '../runtime/cache-events.js';
import type { CacheLogger } from '../runtime/logger.js';
import { EventRelay } from '../runtime/event-relay.js';
import { withoutContext } from '../runtime/no-context.js';
import type { Scheduler } from '../runtime/timers.js';
import type { BeforeCall, PendingCall } from '../sources/calls/pending-call.js';
import { GuardedSource } from '../sources/guarded-source.js';
import { SourceRouter } from '../sources/source-router.js';
import type { Source, SourceChange } from '../sources/source.interface.js';

/** The extensions of one cache. */
export class Extensions {
  /** What the extensions brought, which is closed with the cache; a source and each wrapper of it. */
  readonly #foreign = new Map<Source, string>();

  constructor(
    private readonly extensions: readonly SsmCacheExtension[],
    private readonly logger: CacheLogger,
  ) {}

  /** What tells the listeners: the cache itself first. A listener of an extension that throws is logged once for each event. */
  relay(own: readonly CacheEvents[]): EventRelay {
    const names = new Map(this.extensions.map(({ name, events }) => [events, name]));
    const told = new Set<string>();
    const listeners = this.extensions.flatMap(({ events }) => events ?? []);
    return new EventRelay([...own, ...listeners], (listener, event) => {
      const message = eventListenerThrewMessage(names.get(listener), event);
      if (!told.has(message)) this.logger.error(message);
      told.add(message);
    });
  }

  /** What calls to AWS wait for: `undefined` if for nothing. What an extension fails with is logged once, and the call is made. */
  beforeCall(scheduler: Scheduler): BeforeCall | undefined {
    const waits = this.extensions.filter((extension) => 'beforeCall' in extension);
    if (waits.length === 0) return undefined;
    const told = new Set<string>();
    const failed = (name: string): void => {
      if (!told.has(name)) this.logger.error(beforeCallThrewMessage(name));
      told.add(name);
    };
    return async (call) => {
      for (const extension of waits) {
        await inTime(scheduler, call, async () => extension.beforeCall?.(call)).catch(() =>
          failed(extension.name),
        );
      }
    };
  }

  /** All sources, each as the wrappers leave it. */
  sources(own: readonly Source[]): SourceRouter {
    const added = this.extensions.flatMap(({ name, sources = [] }) =>
      sources.map((source) => this.#guarded(source, name)),
    );
    const wrapped = [...own, ...added].map((source) =>
      this.extensions.reduce((inner, extension) => this.#wrapped(inner, extension), source),
    );
    return new SourceRouter(new Map(wrapped.map((source) => [source.name, source])));
  }

  /** Starts the watchers. None of them can fail the application. */
  watch(expire: (change: SourceChange) => readonly string[], signal: AbortSignal): void {
    const sink: ChangeSink = {
      changed: (change) => {
        if (!isChange(change)) throw new InvalidDeclarationError(notAChangeMessage, { names: ['changed()'] });
        return signal.aborted ? [] : expire(change);
      },
    };
    for (const extension of this.extensions) {
      if (extension.watch !== undefined) void withoutContext(() => this.#watch(extension, sink, signal));
    }
  }

  close(): void {
    for (const [source, name] of this.#foreign) {
      void this.#close(source, extensionCloseMessage(name, source.name));
    }
    this.#foreign.clear();
  }

  async #close(source: Source, failed: string): Promise<void> {
    try {
      // A method that is declared to return nothing may return a promise.
      await (source.close?.() as unknown);
    } catch {
      this.logger.error(failed);
    }
  }

  async #watch(extension: SsmCacheExtension, sink: ChangeSink, signal: AbortSignal): Promise<void> {
    try {
      await extension.watch?.(sink, signal);
    } catch (error) {
      if (!signal.aborted) this.logger.error(watcherFailedMessage(extension.name, error));
    }
  }

  #wrapped(source: Source, extension: SsmCacheExtension): Source {
    if (extension.wrap === undefined) return source;
    const wrapper: unknown = extension.wrap(source);
    if (wrapper === source) return source;
    if (!isSource(wrapper) || (wrapper as Source).name !== source.name) {
      const reason = `"wrap" has to return a source with the name "${source.name}" and a function "fetch"`;
      const { name } = extension;
      throw new InvalidDeclarationError(invalidExtensionMessage('extensions', name, reason), {
        names: [name],
      });
    }
    return this.#guarded(wrapper as Source, extension.name);
  }

  #guarded(source: Source, extension: string): Source {
    this.#foreign.set(source, extension);
    return new GuardedSource(source);
  }
}

/** Waits for what a call waits for, until its time is up or nobody waits for the call. */
const inTime = (
  scheduler: Scheduler,
  { longest, signal }: PendingCall,
  wait: () => Promise<void>,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      cancel?.();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = longest === Infinity ? undefined : scheduler.after(longest, end, true);
    signal.addEventListener('abort', end);
    void wait().catch(reject).finally(end);
  });

const isChange = (change: unknown): change is SourceChange => {
  if (typeof change !== 'object' || change === null) return false;
  const { source, name, client } = change as Record<string, unknown>;
  return isText(source) && isText(name) && (client === undefined || isText(client));
};

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
