import { Subject, type Observable } from 'rxjs';
import { subscriberThrewMessage } from '../errors/errors.messages.js';
import type { CacheEvents, SsmCacheChange } from '../runtime/cache-events.js';
import type { CacheLogger } from '../runtime/logger.js';
import { GuardedObservable } from './guarded-observable.js';

/** Tells subscribers of changes. What a subscriber throws is in the log, with the name of the change, and nowhere else. */
export class Changes implements CacheEvents {
  readonly observable: Observable<SsmCacheChange>;
  readonly #subject = new Subject<SsmCacheChange>();
  #lastTold: string | undefined;

  constructor(logger: CacheLogger) {
    this.observable = new GuardedObservable(
      () => logger.error(subscriberThrewMessage(this.#lastTold)),
      this.#subject,
    );
  }

  changed(change: SsmCacheChange): void {
    this.#lastTold = change.name;
    this.#subject.next(change);
  }

  end(): void {
    this.#subject.complete();
  }
}
