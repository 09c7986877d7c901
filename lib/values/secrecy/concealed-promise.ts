const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const CONCEALMENT = { value: () => 'Promise { a value that is not shown }' };

/**
 * The same promise, which `console.log` and `util.inspect` print without the value that it is fulfilled with. The property is
 * not enumerable, and no subclass is made: the promise is awaited as fast as before.
 */
export const concealed = <T>(promise: Promise<T>): Promise<T> =>
  INSPECT in promise ? promise : Object.defineProperty(promise, INSPECT, CONCEALMENT);
