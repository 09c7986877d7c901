import type { Socket } from 'node:net';
import { SsmCache, type StandaloneSsmCacheOptions } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';

/** Seconds. */
export const REFRESH_TIMEOUT = 0.4;

/** An AWS whose answers a test can keep back, with the caches that read from it. */
export class HeldAws {
  /** The connections on which an answer is kept back. */
  readonly sockets: Socket[] = [];
  /** What has to be destroyed in the end. */
  readonly clients: { destroy(): void }[] = [];
  readonly #caches: SsmCache[] = [];
  #letGo: (() => void)[] = [];

  private constructor(readonly aws: LocalAws) {}

  static async start(): Promise<HeldAws> {
    return new HeldAws(
      await startLocalAws({
        region: 'eu-west-1',
        parameters: { '/x': 'first', '/path/x': 'first' },
        secrets: { s: 'first', t: 'first' },
      }),
    );
  }

  /** A cache that, unless it is told otherwise, makes its own clients. Its values expire after 50 ms. */
  open(options: StandaloneSsmCacheOptions = {}): SsmCache {
    const client = this.aws.clientConfig();
    const cache = new SsmCache(
      {
        ssm: client,
        secretsManager: client,
        maxAge: 0.05,
        jitter: 0,
        refreshTimeout: REFRESH_TIMEOUT,
        ...options,
      },
      { random: () => 0 },
    );
    this.#caches.push(cache);
    return cache;
  }

  /** Keeps back, from now on, what each request would have been answered at once. */
  hold(): void {
    this.aws.faults.always(async ({ answer, request, response }) => {
      this.sockets.push(request.socket);
      const { status, body } = await answer();
      this.#letGo.push(() => response.writeHead(status).end(body));
    });
  }

  /** Answers what was kept back, and everything from now on. */
  release(): void {
    this.aws.faults.clear();
    for (const answer of this.#letGo) answer();
    this.#letGo = [];
  }

  async close(): Promise<void> {
    for (const cache of this.#caches) cache.close();
    for (const client of this.clients) client.destroy();
    await this.aws.close();
  }
}
