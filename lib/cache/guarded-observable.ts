import { Observable, type Observer, type Operator, type Subscriber, type Subscription } from 'rxjs';
import { isPromiseLike } from '../values/data/is-promise-like.js';

/**
 * An Observable whose subscribers may throw. rxjs throws the error of a subscriber from a timer, which ends the process.
 * Here it is reported, and the subscriber is told of what comes later. What operators make of it is guarded too.
 */
export class GuardedObservable<T> extends Observable<T> {
  readonly #report: () => void;

  constructor(report: () => void, source: Observable<any>, operator?: Operator<any, T>) {
    super();
    this.#report = report;
    this.source = source;
    this.operator = operator;
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    return new GuardedObservable(this.#report, this, operator);
  }

  override subscribe(
    told?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    if (isSubscriber<T>(told)) return super.subscribe(told);
    const observer = typeof told === 'object' && told !== null ? told : { next: told, error, complete };
    return super.subscribe({
      next: (value) => this.#guard(() => observer.next?.(value)),
      error: (failure: unknown) =>
        typeof observer.error === 'function' ? this.#guard(() => observer.error?.(failure)) : this.#report(),
      complete: () => this.#guard(() => observer.complete?.()),
    });
  }

  #guard(tell: () => unknown): void {
    try {
      const told = tell();
      if (isPromiseLike(told)) void Promise.resolve(told).catch(this.#report);
    } catch {
      this.#report();
    }
  }
}

/** What an operator subscribes with, which hands on what it is told. By its shape, since there may be two copies of rxjs. */
const isSubscriber = <T>(told: object | null | undefined): told is Subscriber<T> =>
  told !== null && told !== undefined && 'add' in told && 'unsubscribe' in told;
