import {
  predicateThrewMessage,
  recoveredMessage,
  refreshDidNotHelpMessage,
  refreshFailedMessage,
} from '../errors/errors.messages.js';
import type { CacheLogger } from './cache-runtime.js';

/** Tells how repeated calls end: each end of a call once for each revision of its values, however many calls there are. */
export class RecoveryLog {
  readonly #told = new Map<string, number>();

  constructor(private readonly logger: CacheLogger) {}

  succeeded(callName: string, revision: number): void {
    const message = recoveredMessage(callName);
    if (this.#isNews(message, revision)) this.logger.log(message);
  }

  gaveUp(callName: string, revision: number, repeats: number): void {
    this.#warn(refreshDidNotHelpMessage(callName, repeats), revision);
  }

  refreshFailed(callName: string, revision: number): void {
    this.#warn(refreshFailedMessage(callName), revision);
  }

  predicateThrew(callName: string, revision: number): void {
    this.#warn(predicateThrewMessage(callName), revision);
  }

  #warn(message: string, revision: number): void {
    if (this.#isNews(message, revision)) this.logger.warn(message);
  }

  #isNews(message: string, revision: number): boolean {
    if (this.#told.get(message) === revision) return false;
    this.#told.set(message, revision);
    return true;
  }
}
