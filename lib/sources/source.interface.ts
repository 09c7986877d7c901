import type { InvalidParameterError } from '../errors/index.js';
import type { RawValue } from '../values/raw-value.js';

/** The client that a reference is read by where none is named. */
export const DEFAULT_CLIENT = 'default';

/**
 * What is fetched. Two references with one `key` are the same: everything that changes the value that comes back is part
 * of the key.
 *
 * @publicApi
 */
export interface Reference {
  /** The name of the source that fetches it: `ssm`, `secretsmanager`, or a source of an extension. */
  readonly source: string;
  /** The client of the source that it is read by: `default`, or the name of another one. */
  readonly client: string;
  /** What tells the reference apart from all others of the cache. */
  readonly key: string;
  /** The name without selector. */
  readonly name: string;
  /** The name as it is asked for, with selector. */
  readonly fullName: string;
  /**
   * Whether AWS can give it another version that is no newer than the last one, as a label or a stage is moved: then the
   * date of a version tells less of since when it has been the answer.
   */
  readonly canMove?: boolean;
  /** Whether a listing of it brings `other`; absent where it is no listing. */
  covers?(other: Reference): boolean;
  /** Whether it may read differently after `change`. Without this method, a change of the same source, client and name does. */
  isTouchedBy?(change: SourceChange): boolean;
}

/**
 * Something that changed where values come from. It names what changed, never the value.
 *
 * @publicApi
 */
export interface SourceChange {
  /** The source of what changed: `ssm`, `secretsmanager`, or a source of an extension. */
  readonly source: string;
  /** The client that reads it; without it, any client. */
  readonly client?: string | undefined;
  /** The name or the ARN. */
  readonly name: string;
  /** The version that is there now, where it is known. */
  readonly version?: number | string | undefined;
  /** The stages of a secret that have moved, such as `AWSCURRENT`; without them, any may have. */
  readonly stages?: readonly string[] | undefined;
}

/**
 * A source's word on a reference: its value, or that there is none of this name.
 *
 * @publicApi
 */
export type Answer = (
  | { readonly found: true; readonly raw: RawValue; readonly members?: readonly Member[] }
  | { readonly found: false; readonly error: InvalidParameterError }
) & {
  /**
   * The call that the answer is from: answers of one call have the same object, and show one moment of AWS. Absent where the
   * answer took several calls, as a listing of several pages does.
   */
  readonly call?: object | undefined;
  /**
   * When the value was fetched, in milliseconds since 1970, where it is older than the request: something between the cache
   * and AWS held it. The value's age counts from then.
   */
  readonly fetchedAt?: number | undefined;
};

/**
 * One of several values that an answer brings, under a reference of its own.
 *
 * @publicApi
 */
export interface Member {
  /** What the value is of, as if it were asked for by itself. */
  readonly reference: Reference;
  /** The value. */
  readonly raw: RawValue;
}

/**
 * One reference to fetch.
 *
 * @publicApi
 */
export interface FetchRequest {
  /** What is asked for. */
  readonly reference: Reference;
  /** Aborted when the whole refresh is given up: the cache was closed, or its time is up. */
  readonly signal: AbortSignal;
  /**
   * The value must be younger than this, in milliseconds, if something between the cache and AWS gives it. It is 0 for a
   * forced refresh: only AWS may answer.
   */
  readonly maxAge: number;
  /** Whether nothing between the cache and AWS may hold the value: the option `share: false`. */
  readonly isPrivate?: boolean;
  /** How long one call may go without an answer, in milliseconds. */
  readonly callTimeout: number;
}

/**
 * What a role has to be allowed.
 *
 * @publicApi
 */
export interface Permission {
  /** Such as `ssm:GetParameters`. */
  readonly action: string;
  /** An ARN; or the part of one behind region and account, such as `parameter/prod/db/host`; or `*`. */
  readonly resource: string;
}

/**
 * Where values come from.
 *
 * @publicApi
 */
export interface Source {
  /** What `Reference.source` says: `ssm`, `secretsmanager`, or a name of your own. */
  readonly name: string;
  /**
   * Fetches what falls due together. The promises are in the order of the requests and settle one by one; they reject with
   * a `SsmCacheError` that holds no value.
   */
  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[];
  /** What a role needs to read `reference`, beside the permission to decrypt. */
  permissions?(reference: Reference): readonly Permission[];
  /** Ends what the source holds, such as connections; called once, when the cache is closed. */
  close?(): void;
}

/** The answer to a reference, by its key. */
export type KnownAnswer = (key: string) => Answer | undefined;

/** A reference whose answer is made of those to others of its group. No source is asked for it. */
export interface JointReference extends Reference {
  /** `undefined` while an answer is missing that there has to be. */
  join(answerTo: KnownAnswer): Answer | undefined;
}

export const isJoint = (reference: Reference): reference is JointReference => 'join' in reference;

/** A reference whose source may hold a version that is about to become the current one. */
export interface RotatingReference extends Reference {
  /** The reference of that version. */
  pending(): Reference;
}

/** The reference of the version that is about to become current; `undefined` where the source knows no such version. */
export const pendingOf = (reference: Reference): Reference | undefined => {
  const { pending } = reference as Partial<RotatingReference>;
  return typeof pending === 'function' ? pending.call(reference) : undefined;
};

/** Whether what `reference` reads may be another after `change`. */
export const isTouched = (reference: Reference, change: SourceChange): boolean => {
  if (change.client !== undefined && change.client !== reference.client) return false;
  if (reference.isTouchedBy !== undefined) return reference.isTouchedBy(change);
  return change.source === reference.source && [reference.name, reference.fullName].includes(change.name);
};

/** A key that no reference of another client has. */
export const keyFor = (client: string, key: string): string =>
  client === DEFAULT_CLIENT ? key : `${JSON.stringify(client)} ${key}`;
