/**
 * A call to AWS that is about to be made.
 *
 * @publicApi
 */
export interface PendingCall {
  /** `ssm` or `secretsmanager`. */
  readonly source: string;
  /** `default`, or the name of the client. */
  readonly client: string;
  /** How long it can be made to wait, in milliseconds; `Infinity` while the application starts. */
  readonly longest: number;
  /** Aborted when nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
}

/** Waits until a call may be made. Never rejects. */
export type BeforeCall = (call: PendingCall) => Promise<void>;
