import type {
  LocalAwsExchange,
  WireFault,
  WireFaultName,
  WireFaultScope,
} from '../interfaces/local-aws.interface.js';

interface Planned extends WireFaultScope {
  readonly fault: WireFault;
  remaining: number;
}

/**
 * The faults of the wire: what a request may meet before it is answered, or instead.
 *
 * @example
 * ```ts
 * aws.faults.next('reset', 2);
 * aws.faults.next({ fault: 'throttling', retryAfter: 1 }, 1, { operation: 'GetParameters' });
 * aws.faults.always('internal-error', { probability: 0.2 });
 * ```
 *
 * @publicApi
 */
export class WireFaults {
  #planned: Planned[] = [];
  readonly #random: () => number;

  /** @internal */
  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * Lets the next requests meet a fault. Several plans are used up one after another.
   *
   * @param fault what goes wrong
   * @param scope which requests it concerns
   * @param times how many requests; positive. Default: 1
   * @throws RangeError if `times` is not positive
   *
   * @publicApi
   */
  next(fault: WireFault, times = 1, scope: WireFaultScope = {}): void {
    if (!(times > 0)) throw new RangeError(`"times" must be positive, got ${times}`);
    this.#planned.push({ ...scope, fault, remaining: times });
  }

  /**
   * Lets every request meet a fault, until `clear()`.
   *
   * @param fault what goes wrong
   * @param scope which requests it concerns
   *
   * @publicApi
   */
  always(fault: WireFault, scope: WireFaultScope = {}): void {
    this.next(fault, Infinity, scope);
  }

  /**
   * Ends all faults.
   *
   * @example
   * ```ts
   * aws.faults.clear();
   * ```
   *
   * @publicApi
   */
  clear(): void {
    this.#planned = [];
  }

  /** @internal */
  take(exchange: LocalAwsExchange): Exclude<WireFault, WireFaultName> | undefined {
    const planned = this.#planned.find((one) => this.#meets(one, exchange));
    if (planned === undefined) return undefined;
    planned.remaining -= 1;
    this.#planned = this.#planned.filter(({ remaining }) => remaining > 0);
    return typeof planned.fault === 'string' ? { fault: planned.fault } : planned.fault;
  }

  #meets({ operation, when, probability = 1 }: Planned, exchange: LocalAwsExchange): boolean {
    if (operation !== undefined && operation !== exchange.operation) return false;
    if (when?.(exchange) === false) return false;
    return probability >= 1 || this.#random() < probability;
  }
}
