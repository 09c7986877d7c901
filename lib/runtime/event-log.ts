import {
  changedMessage,
  predicateThrewMessage,
  recoveredMessage,
  refreshDidNotHelpMessage,
  refreshFailedMessage,
} from '../errors/errors.messages.js';
import type { CacheEvents, RecoveryEvent, SsmCacheChange } from './cache-events.js';
import { LogLine, type CacheLogger } from './logger.js';

const RECOVERED: Readonly<Record<RecoveryEvent['outcome'], (call: string, repeats: number) => string>> = {
  succeeded: recoveredMessage,
  'gave up': refreshDidNotHelpMessage,
  'refresh failed': refreshFailedMessage,
  'predicate threw': predicateThrewMessage,
};

/** Writes what an operator wants to know to the log: changes, and how repeated calls end. */
export class EventLog implements CacheEvents {
  readonly #told = new Map<string, number>();

  constructor(private readonly logger: CacheLogger) {}

  /** One line for each change: its name and its versions. */
  changed(change: SsmCacheChange): void {
    this.logger.log(new LogLine(changedMessage(change), change));
  }

  /** Each end of a call once for each revision of its values, however many calls there are. */
  recovered({ call, outcome, revision, repeats }: RecoveryEvent): void {
    const message = RECOVERED[outcome](call, repeats);
    if (this.#told.get(message) === revision) return;
    this.#told.set(message, revision);
    if (outcome === 'succeeded') this.logger.log(message);
    else this.logger.warn(message);
  }
}
