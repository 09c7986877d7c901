import { randomUUID } from 'node:crypto';
import { changeEvents, type ChangePlace } from '../events/change-events.js';
import type { Timers } from '../interfaces/in-memory-service-options.interface.js';
import type { EventBridgeEvent, LocalAwsEventsOptions } from '../interfaces/local-aws-events.interface.js';
import type { Queue } from '../queues/queue.js';
import type { StoredChange } from '../shared/stored-change.js';

/** The longest that an event waits for the one that overtakes it. */
const LONGEST_HOLD = 1_000;

/** What a `LocalAwsEvents` works with. */
export interface LocalAwsEventsParts {
  readonly queue: Queue;
  /** The URL of the queue, once it is known. */
  readonly queueUrl: () => string;
  readonly topicArn: string;
  readonly timers: Timers;
  readonly random: () => number;
  readonly clock: () => number;
}

/**
 * What a local AWS sends of changes. `LocalAws.events` is one. Its members may be changed at any time.
 *
 * @example
 * ```ts
 * const aws = await startLocalAws({ events: true });
 * aws.events.delay = 200;
 * aws.events.duplicates = 0.1;
 * ```
 *
 * @publicApi
 */
export class LocalAwsEvents {
  /**
   * Which events come of a change.
   *
   * @publicApi
   */
  form: NonNullable<LocalAwsEventsOptions['form']>;
  /**
   * What is around an event in a message.
   *
   * @publicApi
   */
  envelope: NonNullable<LocalAwsEventsOptions['envelope']>;
  /**
   * Milliseconds from a change to its event; a function is asked for each event.
   *
   * @publicApi
   */
  delay: number | (() => number);
  /**
   * 0 to 1: how likely it is that an event comes twice.
   *
   * @publicApi
   */
  duplicates: number;
  /**
   * 0 to 1: how likely it is that the next event overtakes an event.
   *
   * @publicApi
   */
  disorder: number;
  /**
   * 0 to 1: how likely it is that an event never comes.
   *
   * @publicApi
   */
  loss: number;
  readonly #parts: LocalAwsEventsParts;
  readonly #timers = new Set<unknown>();
  #sent: EventBridgeEvent[] = [];
  #held: (() => void) | undefined;

  /** @internal */
  constructor(options: LocalAwsEventsOptions, parts: LocalAwsEventsParts) {
    this.form = options.form ?? 'native';
    this.envelope = options.envelope ?? 'none';
    this.delay = options.delay ?? 0;
    this.duplicates = options.duplicates ?? 0;
    this.disorder = options.disorder ?? 0;
    this.loss = options.loss ?? 0;
    this.#parts = parts;
  }

  /**
   * The URL of the queue that the events come to.
   *
   * @publicApi
   */
  get queueUrl(): string {
    return this.#parts.queueUrl();
  }

  /**
   * The events so far, oldest first: those that were lost, or still are on their way, included. No value is in them.
   *
   * @publicApi
   */
  get sent(): readonly EventBridgeEvent[] {
    return [...this.#sent];
  }

  /**
   * Sends an event of your own, or anything else, on the same way.
   *
   * @param event the event, as EventBridge sends it
   *
   * @example
   * ```ts
   * aws.events.emit(aws.events.sent[0]!); // the same event once more
   * ```
   *
   * @publicApi
   */
  emit(event: EventBridgeEvent): void {
    const { random } = this.#parts;
    this.#sent.push(event);
    if (random() < this.loss) return;
    const body = JSON.stringify(this.envelope === 'sns' ? this.#inEnvelope(event) : event);
    const copies = random() < this.duplicates ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) this.#deliver(body);
  }

  /** @internal */
  changed(change: StoredChange, place: Omit<ChangePlace, 'at'>): void {
    const at = this.#parts.clock();
    for (const event of changeEvents(change, this.form, { ...place, at })) this.emit(event);
  }

  /** @internal */
  close(): void {
    for (const timer of this.#timers) this.#parts.timers.clearTimeout(timer);
    this.#timers.clear();
    this.#held = undefined;
  }

  #deliver(body: string): void {
    const send = (): void => {
      const overtaken = this.#held;
      this.#held = undefined;
      this.#parts.queue.send(body);
      overtaken?.();
    };
    this.#after(typeof this.delay === 'function' ? this.delay() : this.delay, () => {
      if (this.#held !== undefined || this.#parts.random() >= this.disorder) send();
      else this.#hold(send);
    });
  }

  #hold(send: () => void): void {
    this.#held = send;
    this.#after(LONGEST_HOLD, () => {
      if (this.#held === send) send();
    });
  }

  #after(milliseconds: number, task: () => void): void {
    if (milliseconds <= 0) return task();
    const timer: unknown = this.#parts.timers.setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
  #inEnvelope(event: EventBridgeEvent): object {
    return {
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: this.#parts.topicArn,
      Message: JSON.stringify(event),
      Timestamp: new Date(this.#parts.clock()).toISOString(),
      SignatureVersion: '1',
      Signature: '',
      SigningCertURL: '',
      UnsubscribeURL: '',
    };
  }
}
