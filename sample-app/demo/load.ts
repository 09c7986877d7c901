import { setTimeout as sleep } from 'node:timers/promises';
import { Latencies } from './latencies.js';

const ORDER = { item: 'Tea', quantity: 2, unitPrice: 450, currency: 'EUR' };
const PATIENCE = 30_000;
const TICK = 10;

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
    const { path, status, body } = this.choose(index);
    const startedAt = performance.now();
    try {
      const response = await fetch(this.url + path, {
        signal: AbortSignal.timeout(PATIENCE),
        ...(body && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      const text = await response.text();
      if (response.status !== status) throw new Error(`HTTP ${response.status}: ${text}`);
      if (body) this.orderId = JSON.parse(text).id;
    } catch (error) {
      this.failures.push(`${body ? 'POST' : 'GET'} ${path}: ${String(error)}`);
    }
    this.latencies.add(performance.now() - startedAt);
  }

  /** Of ten requests one places an order, two look at the list, and the others at the last order placed. */
  private choose(index: number): { path: string; status: number; body?: typeof ORDER } {
    if (index % 10 === 0) return { path: '/orders', status: 201, body: ORDER };
    if (index % 5 === 1 || !this.orderId) return { path: '/orders?limit=10', status: 200 };
    return { path: `/orders/${this.orderId}`, status: 200 };
  }
}
