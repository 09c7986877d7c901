import { setTimeout as sleep } from 'node:timers/promises';
import { Latencies } from './latencies.js';

const ORDER = { item: 'Tea', quantity: 2, unitPrice: 450, currency: 'EUR' };
const POST = { method: 'POST', status: 201 } as const;
const GET = { method: 'GET', status: 200 } as const;
const PATIENCE = 30_000;
const TICK = 10;

interface Choice {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Notes of the answer what later requests need. */
  readonly keep?: (answer: { readonly id?: string; readonly token?: string }) => void;
}

/**
 * A steady load over HTTP: so many requests a second, sent when they are due and not when the one before is answered, so
 * that a slow service gets no slack and its latencies are told as they are.
 *
 * On a machine that cannot keep up, `mostAtOnce` bounds what waits for an answer.
 */
export class Load {
  readonly latencies = new Latencies();
  readonly failures: string[] = [];
  private sentCount = 0;
  private orderId: string | undefined;
  private token: string | undefined;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly url: string,
    private readonly perSecond: number,
    private readonly mostAtOnce = Infinity,
  ) {}

  get sent(): number {
    return this.sentCount;
  }

  /** Goes on until `signal` is aborted, and then until the last request is answered. */
  async run(signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    while (!signal.aborted) {
      const due = ((performance.now() - startedAt) / 1_000) * this.perSecond;
      while (this.sentCount < due && this.running.size < this.mostAtOnce) this.send();
      // oxlint-disable-next-line no-await-in-loop
      await sleep(TICK);
    }
    await Promise.all(this.running);
  }

  private send(): void {
    const request = this.request(this.sentCount++);
    this.running.add(request);
    void request.finally(() => this.running.delete(request));
  }

  private async request(index: number): Promise<void> {
    const { path, status, method, headers, body, keep } = this.choose(index);
    const startedAt = performance.now();
    try {
      const response = await fetch(this.url + path, {
        signal: AbortSignal.timeout(PATIENCE),
        method,
        headers,
        body,
      });
      const text = await response.text();
      if (response.status !== status) throw new Error(`HTTP ${response.status}: ${text}`);
      keep?.(JSON.parse(text));
    } catch (error) {
      this.failures.push(`${method} ${path}: ${String(error)}`);
    }
    this.latencies.add(performance.now() - startedAt);
  }

  /**
   * Of ten requests one places an order, two look at the list, one asks with a token what was sold, and the others look at the last order
   * placed. A token is replaced by a new one after fifty requests, so that keys rotate while it is used.
   */
  private choose(index: number): Choice {
    if (index % 10 === 0) {
      return {
        ...POST,
        path: '/orders',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ORDER),
        keep: ({ id }) => (this.orderId = id),
      };
    }
    if (index % 50 === 1) return { ...POST, path: '/tokens', keep: ({ token }) => (this.token = token) };
    if (index % 10 === 3 && this.token !== undefined)
      return { ...GET, path: '/sales', headers: { authorization: `Bearer ${this.token}` } };
    if (index % 5 === 1 || this.orderId === undefined) return { ...GET, path: '/orders?limit=10' };
    return { ...GET, path: `/orders/${this.orderId}` };
  }
}
