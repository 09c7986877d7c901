import type { SsmIgnoredReason } from '../../runtime/notification.interface.js';

/** That something has changed at AWS, as one event says it. */
export interface Announcement {
  readonly source: 'ssm' | 'secretsmanager';
  /** The names or ARNs of what has changed. */
  readonly names: readonly string[];
  /** The account and the region that it has changed in, as far as the event says. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** When it has changed, in milliseconds since 1970. Events have no fractions of seconds. */
  readonly at?: number | undefined;
  /** The stages of a secret that moved; without them, any may have. */
  readonly stages?: readonly string[] | undefined;
  /** The `VersionId` that the stages moved to. */
  readonly version?: string | undefined;
  /** Whether there may be no such version. */
  readonly isTentative?: boolean | undefined;
  /** What became of a parameter: it has one version more, is gone, or a label of it moved. */
  readonly effect?: ParameterEffect;
  /** Which service tells of it: one change may be told by both. */
  readonly toldBy?: 'Parameter Store' | 'CloudTrail';
}

export type ParameterEffect = 'version' | 'removal' | 'label';

/** What an event says, or why it says nothing. */
export type Identified =
  Announcement | Extract<SsmIgnoredReason, 'malformed' | 'unknown event' | 'failed call'>;
