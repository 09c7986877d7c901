import type { SsmEventsOptions } from '../options/events-options.interface.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { CommandClient } from '../sources/clients/aws-clients.interface.js';
import { adaptQueueClient } from '../sources/clients/client-adapter.js';
import { lazySqsClient } from '../sources/clients/lazy-client.js';
import { observed } from '../sources/clients/observed-client.js';
import { DEFAULT_CLIENT } from '../sources/source.interface.js';
import type { ChangedUnits, ChangedUnitsParts, Reaction } from './changed-units.js';
import type { Announcement } from './events/announcement.interface.js';
import type { Notifications, React, Taken } from './notifications.js';
import { makeChangedUnits, makeNotifications, makeQueueListener } from './on-demand.js';
import type { EventsState, QueueListener } from './queue/queue-listener.js';
import { regionOfQueue } from './queue/region-of-queue.js';

const DEFAULT_SPREAD = 2;
const DEFAULT_SETTLE = 30;

export interface AwsEventsParts extends Omit<ChangedUnitsParts, 'settle'> {
  readonly runtime: CacheRuntime;
  /** The region of the cache, if it has one. */
  readonly region: string | undefined;
  /** What the cache and those that are attached to it do with an announcement. */
  readonly react: React;
}

/** Events of AWS: what takes them in, what they change, and the queue that they come from. */
export class AwsEvents {
  /** Made for the first event. */
  #madeNotifications: Notifications | undefined;
  #changed: ChangedUnits | undefined;
  readonly #made: CommandClient | undefined;
  readonly #listener: QueueListener | undefined;

  /**
   * @param options checked
   * @throws `InvalidClientError` for a client that cannot receive messages
   */
  constructor(
    private readonly options: SsmEventsOptions,
    private readonly parts: AwsEventsParts,
  ) {
    const { queueUrl, sqs, sqsClient } = options;
    const { region, runtime } = parts;
    if (queueUrl === undefined) return;
    const own = regionOfQueue(queueUrl) ?? region;
    const made = lazySqsClient({ ...(own !== undefined && { region: own }), ...sqs });
    if (sqsClient === undefined) this.#made = made;
    const adapted = adaptQueueClient(sqsClient ?? made, 'events.sqsClient');
    const client = observed(adapted, { source: 'sqs', client: DEFAULT_CLIENT }, runtime);
    this.#listener = makeQueueListener(client, queueUrl, this.#notifications, runtime);
  }

  get state(): EventsState {
    return this.#listener?.state ?? 'off';
  }

  take(event: unknown): Taken {
    return this.#notifications.take(event);
  }

  react(announcement: Announcement, delay: number): Reaction {
    const { settle = DEFAULT_SETTLE } = this.options;
    this.#changed ??= makeChangedUnits({ ...this.parts, settle: settle * 1_000 });
    return this.#changed.take(announcement, delay);
  }

  listen(): void {
    this.#listener?.start();
  }

  get #notifications(): Notifications {
    const { react, runtime } = this.parts;
    const { spread = DEFAULT_SPREAD } = this.options;
    this.#madeNotifications ??= makeNotifications(react, runtime, spread * 1_000);
    return this.#madeNotifications;
  }

  close(): void {
    this.#made?.destroy?.();
  }
}
