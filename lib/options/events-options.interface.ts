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
   * Seconds from 0. What an event names is refreshed at a random moment within them, so that many processes do not ask AWS at
   * once. What is read meanwhile is refreshed at once.
   *
   * @default 2
   */
  spread?: number;

  /**
   * Seconds from 0. For so long after an event AWS is asked again, as long as it goes on giving what it gave before. `0` asks
   * once.
   *
   * @default 30
   */
  settle?: number;
}
