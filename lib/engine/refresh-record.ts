import type { SsmCacheError } from '../errors/index.js';
import { refreshedAgainMessage, triedAgainMessage } from '../errors/errors.messages.js';
import { failureKind } from '../errors/failure-kind.js';
import { primaryError } from '../errors/primary-error.js';
import type { RefreshStartedEvent } from '../runtime/cache-events.js';
import { ageOf, type Stamp } from '../runtime/clock.js';
import { BackOff } from './back-off.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { Entry } from './entry.js';
import type { EntryTable } from './entry-table.js';
import type { RefreshAttempt } from './refresh-attempt.js';

/** What became of the attempts of a refresh unit. Listeners are told of each; the log, of what is new. */
export class RefreshRecord {
  readonly backOff: BackOff;
  /** What the last attempt failed with, wholly or in part. */
  failure: SsmCacheError | undefined;
  /** When the first attempt began that has failed since the last one that succeeded. */
  failingSince: Stamp | undefined;
  /** Whether the process stood still during the attempt that ended last. */
  stoodStill = false;
  /** The number of the last attempt whose outcome counts. */
  #concluded = 0;
  #logged: SsmCacheError | undefined;

  constructor(
    private readonly runtime: EngineRuntime,
    private readonly table: EntryTable,
    private readonly isGroup: boolean,
  ) {
    this.backOff = new BackOff(runtime);
  }

  /** Tells listeners that an attempt starts, if there are any. */
  start(attempt: RefreshAttempt, asked: readonly Entry[]): void {
    const { events } = this.runtime;
    if (events.refreshStarted === undefined && events.refreshSettled === undefined) return;
    const [source = '', ...others] = new Set(asked.map(({ reference }) => reference.source));
    attempt.event = {
      id: attempt.number,
      names: asked.map(({ reference }) => reference.fullName),
      reason: attempt.isForced ? 'forced' : reasonToRead(asked),
      source: others.length === 0 ? source : 'several',
      isGroup: this.isGroup,
    };
    events.refreshStarted?.(attempt.event);
  }

  /**
   * Takes note of how an attempt has ended, and its conversions.
   *
   * @param wasLoaded whether anything was ever answered before, so that the log is told
   */
  end(attempt: RefreshAttempt, errors: readonly (SsmCacheError | undefined)[], wasLoaded: boolean): void {
    const { clock, closed, events } = this.runtime;
    const { event, number, startedAt, hasStoodStill } = attempt;
    const failure = errors.length === 0 ? undefined : primaryError(errors);
    if (event !== undefined && startedAt !== undefined) {
      const failed = failure === undefined ? 'refreshed' : failureKind(failure);
      const outcome = closed.aborted ? 'closed' : failed;
      const milliseconds = ageOf(startedAt, clock.now());
      events.refreshSettled?.({ ...event, milliseconds, outcome, error: failure });
    }
    // A conversion that took longer than the next attempt says nothing of what is held now.
    if (closed.aborted || number < this.#concluded) return;
    this.#concluded = number;
    this.stoodStill = hasStoodStill;
    if (failure === undefined) this.backOff.succeed();
    else if (!hasStoodStill) this.backOff.fail();
    this.failure = failure;
    this.failingSince = failure && (this.failingSince ?? startedAt);
    if (wasLoaded && failure !== this.#logged) this.#log(failure);
  }

  /** Logs the first of several failures of one kind, each new value that cannot be used, and that they are over. */
  #log(failure: SsmCacheError | undefined): void {
    const { logger } = this.runtime;
    if (identityOf(failure) === identityOf(this.#logged)) return;
    if (failure === undefined) logger.log(refreshedAgainMessage(this.table.names));
    else if (['unusable', 'refused'].includes(failureKind(failure))) logger.error(failure.message);
    else logger.warn(triedAgainMessage(failure.message));
    this.#logged = failure;
  }
}

const reasonToRead = (asked: readonly Entry[]): RefreshStartedEvent['reason'] => {
  if (asked.some(({ expiredAt }) => expiredAt !== undefined)) return 'changed';
  return asked.some(({ fetch }) => fetch === undefined) ? 'load' : 'expired';
};

const identityOf = (failure: SsmCacheError | undefined): string | undefined =>
  failure !== undefined && failureKind(failure) === 'unusable' ? failure.message : failure?.code;
