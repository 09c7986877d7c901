import type { SsmCacheError } from '../errors/index.js';
import type { FailureKind } from '../errors/failure-kind.js';
import type { SsmNotification } from './notification.interface.js';

/**
 * Another version that a refresh brought. It names the versions, never the values.
 *
 * @publicApi
 */
export interface SsmCacheChange {
  /** The parameter or secret, with its selector. */
  readonly name: string;
  /** The version before, if there was one. */
  readonly previousVersion: number | string | undefined;
  /** The version now; `undefined` when the name no longer exists. */
  readonly version: number | string | undefined;
  /** Of a path or a group, which has no version: what changed of it. Of several versions of a secret: each whose stage changed. */
  readonly parameters?: readonly SsmCacheChange[];
}

/**
 * A refresh that begins, of one name or of a group.
 *
 * @publicApi
 */
export interface RefreshStartedEvent {
  /** The same number at its start and its end, and no other refresh of the process has it. */
  readonly id: number;
  /** What is asked for, with selectors. */
  readonly names: readonly string[];
  /**
   * Why: nothing was loaded, the value is older than its max age, a refresh was asked for, or the cache was told that the
   * value has changed.
   */
  readonly reason: 'load' | 'expired' | 'forced' | 'changed';
  /** Where the names are from: `ssm`, `secretsmanager`, a source of an extension; `several` for a group that spans sources. */
  readonly source: string;
  /** Whether it is the refresh of a group. */
  readonly isGroup: boolean;
}

/**
 * A refresh that has ended.
 *
 * @publicApi
 */
export interface RefreshSettledEvent extends RefreshStartedEvent {
  /** How long it took, until the values were converted. */
  readonly milliseconds: number;
  /** `refreshed`, or what kind of failure it ended with; `closed` where the cache was closed meanwhile. */
  readonly outcome: 'refreshed' | 'closed' | FailureKind;
  /** What it failed with, wholly or in part. */
  readonly error?: SsmCacheError | undefined;
}

/**
 * The end of a call that failed, and that `@RefreshOnError()` or `refreshOnError()` took care of.
 *
 * @publicApi
 */
export interface RecoveryEvent {
  /** The method or function. */
  readonly call: string;
  /** How it ended. After `refresh failed` and `predicate threw` it was not called again. */
  readonly outcome: 'succeeded' | 'gave up' | 'refresh failed' | 'predicate threw';
  /** Rises with each value that was replaced: ends of calls with one revision had the same values. */
  readonly revision: number;
  /** How often it was called again. */
  readonly repeats: number;
}

/**
 * What the cache was told has changed.
 *
 * @publicApi
 */
export interface InvalidatedEvent {
  /** `ssm`, `secretsmanager`, or a source of an extension. */
  readonly source: string;
  /** The client that reads it, where it is known. */
  readonly client?: string | undefined;
  /** The name or the ARN. */
  readonly name: string;
}

/**
 * What the cache was told of changes at AWS, and what it made of it.
 *
 * @publicApi
 */
export interface NotifiedEvent extends SsmNotification {
  /** How many events there were, including the ignored ones. */
  readonly count: number;
  /** The ages of the events that were acted on and tell their `time`, in milliseconds. That time has whole seconds. */
  readonly ages: readonly number[];
}

/**
 * A call to AWS that begins.
 *
 * @publicApi
 */
export interface CallStartedEvent {
  /** The same number at its start and its end, and no other call of the process has it. */
  readonly id: number;
  /** `ssm` or `secretsmanager`; `sqs` for the queue that tells of changes. */
  readonly source: string;
  /** `default`, or the name of the client. */
  readonly client: string;
  /** Such as `GetParameters`. */
  readonly operation: string;
  /** How many names it asks for: 1 for a path. */
  readonly count: number;
}

/**
 * A call to AWS that has ended. The retries of the SDK are part of it.
 *
 * @publicApi
 */
export interface CallSettledEvent extends CallStartedEvent {
  /** How long the call took, with the retries of the SDK, and with the wait for its turn of the event loop. */
  readonly milliseconds: number;
  /** `answered`, or the name or code of the error, such as `ThrottlingException` or `ECONNREFUSED`. */
  readonly outcome: string;
  /** Whether AWS answered that there are too many calls. */
  readonly isThrottled: boolean;
}

/**
 * A read that gave a value which is older than its max age.
 *
 * @publicApi
 */
export interface StaleReadEvent {
  /** The parameter, secret or path, with its selector. */
  readonly name: string;
}

/**
 * What happens in a cache. Each member is optional, and called at once when it happens. It is told names, never values. An
 * error that it throws is logged without its text and changes nothing.
 *
 * @publicApi
 */
export interface CacheEvents {
  /** A name or a group is asked for. */
  refreshStarted?(event: RefreshStartedEvent): unknown;
  /** The refresh has ended, and the values are converted. */
  refreshSettled?(event: RefreshSettledEvent): unknown;
  /** A refresh brought another version. */
  changed?(change: SsmCacheChange): unknown;
  /** A call that had failed, and that a refresh may help, has ended. */
  recovered?(event: RecoveryEvent): unknown;
  /** The cache was told of changes at AWS, by `notify()` or by a queue. */
  notified?(event: NotifiedEvent): unknown;
  /** The cache was told that something has changed, whether or not it holds it. What it touches is no longer fresh. */
  invalidated?(event: InvalidatedEvent): unknown;
  /** A call to AWS begins. */
  callStarted?(event: CallStartedEvent): unknown;
  /** A call to AWS has ended. */
  callSettled?(event: CallSettledEvent): unknown;
  /** A value was read that is older than its max age. A read of a fresh value tells nothing. */
  staleRead?(event: StaleReadEvent): unknown;
}

export const CACHE_EVENTS = [
  'refreshStarted',
  'refreshSettled',
  'changed',
  'recovered',
  'notified',
  'invalidated',
  'callStarted',
  'callSettled',
  'staleRead',
] as const satisfies readonly (keyof CacheEvents)[];
