import type { ServiceSettings } from '../shared/service-settings.js';
import { queueDoesNotExist } from './queue-errors.js';
import { Queue } from './queue.js';

const SECOND = 1_000;
const DEFAULTS = { VisibilityTimeout: 30, ReceiveMessageWaitTimeSeconds: 0, DelaySeconds: 0 };

/** The queues of one account. */
export class QueueTable {
  /** The URL of the service, which queues are under. */
  endpoint = 'https://sqs.us-east-1.amazonaws.com';
  readonly #queues = new Map<string, Queue>();

  constructor(private readonly settings: ServiceSettings) {}

  urlOf(name: string): string {
    return `${this.endpoint}/${this.settings.accountId}/${name}`;
  }

  arnOf(name: string): string {
    const { partition, region, accountId } = this.settings;
    return `arn:${partition}:sqs:${region}:${accountId}:${name}`;
  }

  /** The queue of this name; a second one is the first. */
  create(name: string, attributes: Readonly<Record<string, string>> = {}): Queue {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const { clock, timers } = this.settings;
    const seconds = (attribute: keyof typeof DEFAULTS): number =>
      Number(attributes[attribute] ?? DEFAULTS[attribute]) * SECOND;
    const made = new Queue(
      name,
      {
        visibilityTimeout: seconds('VisibilityTimeout'),
        waitTime: seconds('ReceiveMessageWaitTimeSeconds'),
        delay: seconds('DelaySeconds'),
      },
      clock,
      timers,
    );
    this.#queues.set(name, made);
    return made;
  }

  /** @throws `QueueDoesNotExist` */
  get(name: string): Queue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  has(name: string): boolean {
    return this.#queues.has(name);
  }

  delete(name: string): void {
    this.get(name).end();
    this.#queues.delete(name);
  }

  /** Ends all queues, so that nobody waits any longer. */
  close(): void {
    for (const queue of this.#queues.values()) queue.end();
  }
}

/** The name of a queue by its URL, whatever host it is asked at. */
export const nameOfQueue = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
