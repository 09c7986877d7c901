import { methodListenerThrewMessage } from '../errors/errors.messages.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { withoutContext } from '../runtime/no-context.js';
import type { ListenerDeclaration } from './declarations.interface.js';
import type { Listened } from './listened-values.js';

type Methods = Readonly<Record<string | symbol, (change: SsmCacheChange) => unknown>>;

/** A method of one instance, which is called once for all that changed in one turn of the event loop. */
export class MethodListener {
  #changes: SsmCacheChange[] = [];

  constructor(
    private readonly instance: object,
    private readonly declaration: ListenerDeclaration,
    private readonly listened: Listened,
    private readonly runtime: Pick<CacheRuntime, 'scheduler' | 'logger' | 'closed'>,
  ) {}

  /** Begins to listen. */
  listen(): void {
    this.listened.onChange((change) => this.#note(change));
    for (const view of this.listened.views) if (!view.isLoaded) void withoutContext(() => view.load());
  }

  /** Calls the method at the start. Never rejects. */
  callInitially(): Promise<void> {
    const known = this.listened.views.map(({ reference, raw }) => ({
      name: reference.fullName,
      previousVersion: undefined,
      version: raw?.version,
    }));
    return this.#call(known);
  }

  #note(change: SsmCacheChange): void {
    this.#changes.push(change);
    if (this.#changes.length > 1) return;
    withoutContext(() => this.runtime.scheduler.endOfTurn(() => this.#flush()));
  }

  #flush(): void {
    const changes = this.#changes;
    this.#changes = [];
    if (!this.runtime.closed.aborted) void this.#call(changes);
  }

  async #call(changes: readonly SsmCacheChange[]): Promise<void> {
    const { label, method } = this.declaration;
    try {
      await (this.instance as Methods)[method]?.(this.#asOne(changes));
    } catch {
      this.runtime.logger.error(methodListenerThrewMessage(label, this.listened.name));
    }
  }

  /** Several properties may read one name. */
  #asOne(changes: readonly SsmCacheChange[]): SsmCacheChange {
    const different = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
    const [first, ...others] = different;
    if (first !== undefined && others.length === 0) return first;
    const { name } = this.listened;
    return { name, previousVersion: undefined, version: undefined, parameters: different };
  }
}
