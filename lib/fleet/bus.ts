import type { FleetListener, FleetStore } from '../options/fleet-store.interface.js';
import { fleetNotHeardMessage } from '../errors/errors.messages.js';
import type { FleetTally, SsmFleetHealth } from '../runtime/fleet-stats.js';
import { withoutContext } from '../runtime/no-context.js';
import { readMessage, writeMessage, type BusMessage } from './bus-message.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { failureReason } from './failure-reason.js';
import type { FleetRuntime } from './fleet-runtime.js';

/** How often it is compared whether all messages have come, in milliseconds. */
const CHECK_INTERVAL = 30_000;
/** How long a message may be on its way, in milliseconds. */
const ON_ITS_WAY = 1_000;
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 60_000;
const MOST_UNSENT = 100;

interface BusOptions {
  readonly namespace: string;
  readonly channel: string;
  /** Who this process is. */
  readonly id: string;
  readonly tally: Pick<FleetTally, 'sent' | 'received' | 'gaps'>;
  readonly onMessage: (message: BusMessage) => void;
  /** Messages may have been missed. */
  readonly onGap: () => void;
}

/**
 * The messages of a fleet. The store numbers them, so that a missed one is noticed: by the number of the next message, and by a
 * comparison every 30 seconds, which also finds a connection that is dead and was never closed.
 */
export class Bus {
  readonly #end = new AbortController();
  #isStarted = false;
  #isListening = false;
  #last: number | undefined;
  #retry = FIRST_RETRY;
  #isToldOff = false;
  readonly #unsent: string[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(
    private readonly store: FleetStore,
    private readonly breaker: CircuitBreaker,
    private readonly runtime: FleetRuntime,
    private readonly options: BusOptions,
  ) {}

  get state(): SsmFleetHealth['messages'] {
    if (this.#isClosed || !this.#isStarted) return 'off';
    return this.#isListening ? 'listening' : 'failing';
  }

  /** Subscribes, the first time that it is called. Never waits, never throws. */
  start(): void {
    if (this.#isStarted || this.#isClosed) return;
    this.#isStarted = true;
    void withoutContext(() => this.#subscribe(this.runtime.clock.now().monotonic));
  }

  publish(message: Omit<BusMessage, 'from'>): void {
    // What arrived meanwhile is found in the store.
    const isOfUseLater = message.arrived === undefined;
    void this.#send(writeMessage({ from: this.options.id, ...message }), isOfUseLater);
  }

  /** Sends what could not be sent while the store did not answer. */
  resend(): void {
    for (const text of this.#unsent.splice(0)) void this.#send(text, true);
  }

  async #send(text: string, isOfUseLater: boolean): Promise<void> {
    const isSent = await this.breaker.run(async () => {
      await this.store.publish(this.options.channel, text);
      return true;
    });
    if (isSent === true) this.options.tally.sent += 1;
    else if (isOfUseLater) this.#unsent.push(text);
    if (this.#unsent.length > MOST_UNSENT) this.#unsent.shift();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#end.abort();
  }

  async #subscribe(begin: number): Promise<void> {
    try {
      const { signal } = this.#end;
      const listener: FleetListener = {
        message: (text, sequence) => this.#receive(text, sequence),
        disconnected: () => void (this.#isListening = false),
        reconnected: () => {
          this.#isListening = true;
          this.#gap();
        },
      };
      await this.store.subscribe(this.options.channel, listener, signal);
    } catch (error) {
      this.#retryLater(begin, error);
      return;
    }
    this.#isListening = true;
    this.#isToldOff = false;
    this.#retry = FIRST_RETRY;
    if (this.runtime.clock.now().monotonic - begin >= ON_ITS_WAY) this.#gap();
    await this.#compare();
  }

  #retryLater(begin: number, error: unknown): void {
    if (this.#isClosed) return;
    const { namespace } = this.options;
    if (!this.#isToldOff) this.runtime.logger.warn(fleetNotHeardMessage(namespace, failureReason(error)));
    this.#isToldOff = true;
    this.#after(this.#retry, () => void this.#subscribe(begin));
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
  }

  #receive(text: string, sequence: number): void {
    if (this.#isClosed) return;
    const last = this.#last;
    if (last !== undefined && sequence > last + 1) this.#gap();
    if (last === undefined || sequence > last) this.#last = sequence;
    const message = readMessage(text);
    if (message === undefined || message.from === this.options.id) return;
    this.options.tally.received += 1;
    this.options.onMessage(message);
  }

  #gap(): void {
    if (this.#isClosed) return;
    this.options.tally.gaps += 1;
    this.options.onGap();
  }

  /** Looks whether all messages have come that were sent more than a moment ago. */
  async #compare(): Promise<void> {
    const before = this.#last;
    const sent = await this.breaker.run(() => this.store.sequence(this.options.channel));
    if (sent === undefined) return this.#after(CHECK_INTERVAL, () => void this.#compare());
    // What has sent less than has come was emptied.
    if (before !== undefined && sent < before) this.#missed(sent);
    this.#last ??= sent;
    return this.#after(ON_ITS_WAY, () => {
      if ((this.#last ?? sent) < sent) this.#missed(sent);
      this.#after(CHECK_INTERVAL - ON_ITS_WAY, () => void this.#compare());
    });
  }

  #missed(sent: number): void {
    this.#last = sent;
    this.#gap();
  }

  #after(milliseconds: number, task: () => void): void {
    if (this.#isClosed) return;
    this.#cancelTimer?.();
    this.#cancelTimer = withoutContext(() => this.runtime.scheduler.after(milliseconds, task, false));
  }

  get #isClosed(): boolean {
    return this.#end.signal.aborted;
  }
}
