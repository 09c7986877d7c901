import { SsmCache, type SsmHandle } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import type { Fault, Kind } from './fault.js';
import { READS } from './kinds.js';

/** Seconds. */
export const REFRESH_TIMEOUT = 1;
export const MAX_AGE = 0.05;

/** An AWS of its own for one case, with caches that read from it over HTTP by clients of the SDK. */
export class FaultyAws {
  #aws: LocalAws;
  readonly #caches: SsmCache[] = [];

  private constructor(
    private readonly kind: Kind,
    aws: LocalAws,
  ) {
    this.#aws = aws;
  }

  static async start(kind: Kind): Promise<FaultyAws> {
    return new FaultyAws(kind, await startLocalAws({ region: 'eu-west-1' }));
  }

  /** Lets every name hold `generation`. */
  write(generation: string): void {
    const { parameters, secrets } = READS[this.kind];
    for (const name of parameters) this.#aws.parameterStore.put(name, generation);
    for (const id of secrets) this.#aws.secretsManager.put(id, generation);
  }

  /** A cache that makes its own clients, waits no longer than it has to after a failure, and holds nothing yet. */
  openCache(): { readonly cache: SsmCache; readonly handles: readonly SsmHandle<unknown, any>[] } {
    const client = this.#aws.clientConfig();
    const cache = new SsmCache(
      { ssm: client, secretsManager: client, maxAge: MAX_AGE, jitter: 0, refreshTimeout: REFRESH_TIMEOUT },
      { random: () => 0 },
    );
    this.#caches.push(cache);
    return { cache, handles: READS[this.kind].handles(cache) };
  }

  async begin({ happens, scope }: Fault): Promise<void> {
    if (happens === 'nobody listens') await this.#aws.close();
    else this.#aws.faults.always(happens, scope);
  }

  async end({ happens }: Fault): Promise<void> {
    const { port, parameterStore, secretsManager } = this.#aws;
    if (happens === 'nobody listens')
      this.#aws = await startLocalAws({ port, parameterStore, secretsManager });
    else this.#aws.faults.clear();
  }

  async close(): Promise<void> {
    for (const cache of this.#caches) cache.close();
    await this.#aws.close();
  }
}
