import type { CallSettledEvent, CallStartedEvent } from '../../runtime/cache-events.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { nameOf } from '../calls/error-facts.js';
import type { CallOptions } from './aws-clients.interface.js';

type Call = (input: object, options?: CallOptions) => Promise<unknown>;

/** A client whose calls are told of; the client itself where nobody listens. */
export const observed = <Client extends object>(
  client: Client,
  of: Omit<CallStartedEvent, 'operation'>,
  runtime: Pick<CacheRuntime, 'clock' | 'events'>,
): Client => {
  const { events } = runtime;
  if (events.callStarted === undefined && events.callSettled === undefined) return client;
  const calls = Object.entries(client as Record<string, Call>).map(([method, call]) => {
    const operation = `${method.charAt(0).toUpperCase()}${method.slice(1)}`;
    return [method, observedCall(call, { ...of, operation }, runtime)] as const;
  });
  return Object.fromEntries(calls) as Client;
};

const observedCall =
  (call: Call, event: CallStartedEvent, { clock, events }: Pick<CacheRuntime, 'clock' | 'events'>): Call =>
  async (input, options) => {
    const startedAt = clock.now().monotonic;
    const settled = (outcome: string): CallSettledEvent => ({
      ...event,
      milliseconds: clock.now().monotonic - startedAt,
      outcome,
    });
    events.callStarted?.(event);
    try {
      const answer = await call(input, options);
      events.callSettled?.(settled('answered'));
      return answer;
    } catch (error) {
      events.callSettled?.(settled(nameOf(error)));
      throw error;
    }
  };
