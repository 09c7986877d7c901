import type { FleetExtension } from '../fleet/join-fleet.js';
import type { FleetRuntime } from '../fleet/fleet-runtime.js';
import type { FleetTally, SsmFleetHealth } from '../runtime/fleet-stats.js';
import type { ChangeSink, SsmCacheExtension } from '../options/extension.interface.js';
import type { SsmFleetOptions } from '../options/fleet-options.interface.js';
import type { CacheEvents } from '../runtime/cache-events.js';
import { withoutContext } from '../runtime/no-context.js';
import type { PendingCall } from '../sources/calls/pending-call.js';
import type { Answer, FetchRequest, Permission, Reference, Source } from '../sources/source.interface.js';

/** The fleet, which is a room of its own in the package: it is loaded only where there is one. */
export class LazyFleet implements SsmCacheExtension {
  readonly name = 'fleet';
  readonly events: CacheEvents = { invalidated: (change) => this.#fleet?.events.invalidated?.(change) };
  readonly #loading: Promise<FleetExtension>;
  readonly #share: SsmFleetHealth['share'];
  #fleet: FleetExtension | undefined;

  constructor(options: SsmFleetOptions, runtime: FleetRuntime, tally: FleetTally) {
    this.#share = options.share ?? 'signals';
    this.#loading = withoutContext(async () => {
      const { joinFleet } = await import('../fleet/index.js');
      this.#fleet = joinFleet(options, runtime, tally);
      return this.#fleet;
    });
    // Whoever waits for it is told.
    this.#loading.catch(() => undefined);
  }

  get health(): SsmFleetHealth {
    return { share: this.#share, ...(this.#fleet?.health ?? { store: 'up', messages: 'off' }) };
  }

  wrap(source: Source): Source {
    return new LazySource(source, this.#loading);
  }

  async watch(sink: ChangeSink, signal: AbortSignal): Promise<void> {
    await (await this.#loading).watch(sink, signal);
  }

  async beforeCall(call: PendingCall): Promise<void> {
    await (await this.#loading).beforeCall(call);
  }
}

class LazySource implements Source {
  readonly name: string;
  #wrapped: Source | undefined;

  constructor(
    private readonly inner: Source,
    private readonly loading: Promise<FleetExtension>,
  ) {
    this.name = inner.name;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    if (this.#wrapped !== undefined) return this.#wrapped.fetch(requests);
    const answers = this.#loaded().then((wrapped) => wrapped.fetch(requests));
    return requests.map(async (_request, index) => (await answers)[index] as Promise<Answer>);
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.inner.permissions?.(reference) ?? [];
  }

  close(): void {
    void this.loading.then(
      () => this.#wrapped?.close?.(),
      () => undefined,
    );
  }

  async #loaded(): Promise<Source> {
    const fleet = await this.loading;
    this.#wrapped ??= fleet.wrap(this.inner);
    return this.#wrapped;
  }
}
