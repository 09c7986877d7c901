import { createHash, randomUUID } from 'node:crypto';
import type { Timers } from '../interfaces/in-memory-service-options.interface.js';
import type { QueueMessageOutput } from '../interfaces/queue-service.interface.js';
import { abortError } from '../shared/aws-errors.js';
import { queueDoesNotExist, receiptHandleIsInvalid } from './queue-errors.js';

/** Times are in milliseconds. */
export interface QueueSettings {
  readonly visibilityTimeout: number;
  readonly waitTime: number;
  readonly delay: number;
}

interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** When it can be received: later than it was sent, or again. */
  visibleAt: number;
  receives: number;
  firstReceivedAt: number | undefined;
}

/** Who waits for messages. */
interface Waiting {
  readonly most: number;
  readonly visibilityTimeout: number;
  readonly until: number;
  readonly resolve: (messages: QueueMessageOutput[]) => void;
  readonly reject: (error: Error) => void;
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** A standard queue: messages come at least once, and again unless they are deleted in time. */
export class Queue {
  readonly #messages = new Map<string, QueuedMessage>();
  readonly #waiting = new Set<Waiting>();
  #timer: unknown;
  #isDeleted = false;

  constructor(
    readonly name: string,
    readonly settings: QueueSettings,
    private readonly clock: () => number,
    private readonly timers: Timers,
  ) {}

  /** How many messages can be received, and how many have been. */
  get counts(): { readonly visible: number; readonly inFlight: number } {
    const now = this.clock();
    const visible = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now).length;
    return { visible, inFlight: this.#messages.size - visible };
  }

  send(body: string, delay = this.settings.delay): { readonly id: string; readonly md5: string } {
    const now = this.clock();
    const id = randomUUID();
    this.#messages.set(id, {
      id,
      body,
      sentAt: now,
      visibleAt: now + delay,
      receives: 0,
      firstReceivedAt: undefined,
    });
    this.#serve();
    return { id, md5: md5(body) };
  }

  /** Up to `most` messages, as soon as there is one; none after `wait` milliseconds. */
  receive(
    most: number,
    wait = this.settings.waitTime,
    visibilityTimeout = this.settings.visibilityTimeout,
    signal?: AbortSignal,
  ): Promise<QueueMessageOutput[]> {
    const found = this.#take(most, visibilityTimeout);
    if (found.length > 0 || wait <= 0) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(waiting);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        leave();
        this.#serve();
        reject(abortError());
      };
      const waiting: Waiting = {
        most,
        visibilityTimeout,
        until: this.clock() + wait,
        resolve: (messages) => {
          leave();
          resolve(messages);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.add(waiting);
      this.#serve();
    });
  }

  /** @throws `ReceiptHandleIsInvalid` for what was no receipt handle */
  delete(receiptHandle: string): void {
    this.#messages.delete(idOf(receiptHandle));
  }

  purge(): void {
    this.#messages.clear();
  }

  /** Ends the queue: whoever waits is told. */
  end(): void {
    this.#isDeleted = true;
    for (const { reject } of this.#waiting) reject(queueDoesNotExist());
    this.#messages.clear();
    this.#serve();
  }

  /** Gives what can be received to whoever has waited longest, and wakes up when that may change. */
  #serve(): void {
    this.timers.clearTimeout(this.#timer);
    const now = this.clock();
    for (const { most, visibilityTimeout, until, resolve } of this.#waiting) {
      const found = this.#take(most, visibilityTimeout);
      if (found.length > 0 || until <= now) resolve(found);
    }
    if (this.#waiting.size === 0 || this.#isDeleted) return;
    const moments = [
      ...Array.from(this.#waiting, ({ until }) => until),
      ...Array.from(this.#messages.values(), ({ visibleAt }) => visibleAt),
    ];
    const next = moments.reduce((one, other) => Math.min(one, other), Infinity);
    this.#timer = this.timers.setTimeout(() => this.#serve(), Math.max(1, next - now));
  }

  #take(most: number, visibilityTimeout: number): QueueMessageOutput[] {
    const now = this.clock();
    const found: QueueMessageOutput[] = [];
    for (const message of this.#messages.values()) {
      if (found.length === most) break;
      if (message.visibleAt > now) continue;
      message.visibleAt = now + visibilityTimeout;
      message.receives += 1;
      message.firstReceivedAt ??= now;
      found.push(output(message));
    }
    return found;
  }
}

const output = ({
  id,
  body,
  sentAt,
  receives,
  firstReceivedAt = sentAt,
}: QueuedMessage): QueueMessageOutput => ({
  MessageId: id,
  ReceiptHandle: Buffer.from(`${id} ${receives}`).toString('base64'),
  MD5OfBody: md5(body),
  Body: body,
  Attributes: {
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
  },
});

/** A message that was deleted before is deleted once more, which SQS takes for a success. */
const idOf = (receiptHandle: string): string => {
  const [id, receives] = Buffer.from(receiptHandle, 'base64').toString().split(' ');
  if (id === undefined || receives === undefined) throw receiptHandleIsInvalid();
  return id;
};
