import type { SqsClientLike } from '../sources/clients/aws-clients.interface.js';
import type { SQSClientConfig } from '../sources/clients/sdk.types.js';

/**
 * How the cache learns of changes at AWS, and what it does then.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ maxAge: 3600, events: { queueUrl: process.env.CONFIG_QUEUE_URL } });
 * ```
 *
 * @publicApi
 */
export interface SsmEventsOptions {
  /**
   * The URL of an SQS queue that events of EventBridge come to. It is polled from the start of the application until it shuts
   * down, by `@aws-sdk/client-sqs`. A queue that fails is logged and tried again; it never fails the application.
   *
   * @default none: only `notify()` tells of changes
   */
  queueUrl?: string | undefined;

  /**
   * Configuration of the SQS client that is made for the queue. Its region is that of the queue's URL, unless it has one.
   *
   * @default as the SDK
   * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sqs/
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ events: { queueUrl, sqs: { maxAttempts: 5 } } });
   * ```
   */
  sqs?: SQSClientConfig;

  /**
   * The client for the queue, instead of one that is made. It is never destroyed by the cache.
   *
   * @default a client that is made
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ events: { queueUrl, sqsClient: new SQSClient() } });
   * ```
   */
  sqsClient?: SqsClientLike;

  /**
   * Seconds from 0. What an event names is refreshed at a random moment within them, so that many processes do not ask AWS at
   * once. What is read meanwhile is refreshed at once.
   *
   * @default 2
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ events: { spread: 10 } });
   * ```
   */
  spread?: number;

  /**
   * Seconds from 0. For so long after an event AWS is asked again, as long as it goes on giving what it gave before. `0` asks
   * once.
   *
   * @default 30
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ events: { settle: 60 } });
   * ```
   */
  settle?: number;
}
