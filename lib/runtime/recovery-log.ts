import {
  predicateThrewMessage,
  recoveredMessage,
  refreshDidNotHelpMessage,
  refreshFailedMessage,
} from '../errors/errors.messages.js';
import type { CacheEvents, RecoveryEvent } from './cache-events.js';
import type { CacheLogger } from './cache-runtime.js';

const MESSAGES: Readonly<Record<RecoveryEvent['outcome'], (call: string, repeats: number) => string>> = {
  succeeded: recoveredMessage,
  'gave up': refreshDidNotHelpMessage,
  'refresh failed': refreshFailedMessage,
  'predicate threw': predicateThrewMessage,
};

/** Tells how repeated calls end: each end of a call once for each revision of its values, however many calls there are. */
export class RecoveryLog implements CacheEvents {
  readonly #told = new Map<string, number>();

  constructor(private readonly logger: CacheLogger) {}

  recovered({ call, outcome, revision, repeats }: RecoveryEvent): void {
    const message = MESSAGES[outcome](call, repeats);
    if (!this.#isNews(message, revision)) return;
    if (outcome === 'succeeded') this.logger.log(message);
    else this.logger.warn(message);
  }

  #isNews(message: string, revision: number): boolean {
    if (this.#told.get(message) === revision) return false;
    this.#told.set(message, revision);
    return true;
  }
}
