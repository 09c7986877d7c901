import type { QueueClient } from '../sources/clients/aws-clients.interface.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { ChangedUnits, type ChangedUnitsParts } from './changed-units.js';
import { Notifications, type React } from './notifications.js';
import { MessageQueue } from './queue/message-queue.js';
import { QueueListener } from './queue/queue-listener.js';

/*
 * What most applications never need is in a file of its own in the package (`tools/bundle/on-demand.js`). It is loaded when one
 * of these is called.
 */

export const makeChangedUnits = (parts: ChangedUnitsParts): ChangedUnits => new ChangedUnits(parts);

/** @param spread the greatest delay of a refresh, in milliseconds */
export const makeNotifications = (react: React, runtime: CacheRuntime, spread: number): Notifications =>
  new Notifications(react, runtime, spread);

export const makeQueueListener = (
  client: QueueClient,
  queueUrl: string,
  notifications: Notifications,
  runtime: CacheRuntime,
): QueueListener => new QueueListener(new MessageQueue(client, queueUrl), notifications, runtime);
