import {
  defer,
  isObservable,
  observable as interop,
  of,
  switchMap,
  type Observable,
  type OperatorFunction,
} from 'rxjs';

/** What an Observable emits, and what the Observables among it emit. */
export const flattened = (results: Observable<unknown>): Observable<unknown> =>
  results.pipe(switchMap((result) => (isObservable(result) ? result : of(result))));

/**
 * A promise that is an Observable as well. Of a function that threw before it returned anything it is not known which of the
 * two its caller waits for.
 */
export const asObservableToo = (promise: Promise<unknown>): Promise<unknown> => {
  const observable = flattened(defer(() => promise.then((result) => result)));
  const members = {
    subscribe: observable.subscribe.bind(observable),
    lift: observable.lift.bind(observable),
    forEach: observable.forEach.bind(observable),
    pipe: (...operators: [OperatorFunction<unknown, unknown>]) => {
      // Whoever pipes it may subscribe when the promise has long been rejected.
      promise.catch(() => undefined);
      return observable.pipe(...operators);
    },
    [interop]: () => observable,
  };
  return Object.assign(promise, members);
};
