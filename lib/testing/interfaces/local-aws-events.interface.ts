/**
 * An event of EventBridge.
 *
 * @publicApi
 */
export interface EventBridgeEvent {
  /** Always `0`. */
  readonly version: string;
  /** A UUID. A copy of the event has the same. */
  readonly id: string;
  /** What kind of event it is, such as `Parameter Store Change`. */
  readonly 'detail-type': string;
  /** `aws.ssm` or `aws.secretsmanager`. */
  readonly source: string;
  /** The account, 12 digits. */
  readonly account: string;
  /** When it was, to the second. */
  readonly time: string;
  /** The region. */
  readonly region: string;
  /** The ARNs of what it is about. */
  readonly resources: readonly string[];
  /** What is particular to the kind of event. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * What a local AWS sends of a change, and how it gets there.
 *
 * @example
 * ```ts
 * await startLocalAws({ events: { queueName: 'config', form: 'both', envelope: 'none', delay: 20, duplicates: 0.1, disorder: 0.1, loss: 0 } });
 * ```
 *
 * @publicApi
 */
export interface LocalAwsEventsOptions {
  /** The name of the queue that events come to. @default 'changes' */
  readonly queueName?: string;
  /**
   * `native`: the events that the services send by themselves. `cloudtrail`: those that come of a trail. `both`: each change has one
   * of either.
   *
   * @default 'native'
   */
  readonly form?: 'native' | 'cloudtrail' | 'both';
  /** `none`: a message of the queue holds the event. `sns`: it holds the envelope that SNS puts around the event. @default 'none' */
  readonly envelope?: 'none' | 'sns';
  /** Milliseconds from a change to its event; a function is asked for each event. @default 0 */
  readonly delay?: number | (() => number);
  /** 0 to 1: how likely it is that an event comes twice. @default 0 */
  readonly duplicates?: number;
  /** 0 to 1: how likely it is that the next event overtakes an event, which waits for it for a second at most. @default 0 */
  readonly disorder?: number;
  /** 0 to 1: how likely it is that an event never comes. @default 0 */
  readonly loss?: number;
}
