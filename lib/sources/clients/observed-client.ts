import { tick } from '../../runtime/clock.js';
import type { CallSettledEvent, CallStartedEvent } from '../../runtime/cache-events.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { isThrottling } from '../calls/aws-error.js';
import { codeOf } from '../calls/error-facts.js';
import type { CallOptions } from './aws-clients.interface.js';

type Input = { readonly Names?: readonly string[]; readonly SecretIdList?: readonly string[] };
type Call = (input: Input, options?: CallOptions) => Promise<unknown>;

/** A client whose calls are told of; the client itself where nobody listens. */
export const observed = <Client extends object>(
  client: Client,
  of: Pick<CallStartedEvent, 'source' | 'client'>,
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
  (
    call: Call,
    of: Omit<CallStartedEvent, 'id' | 'count'>,
    { clock, events }: Pick<CacheRuntime, 'clock' | 'events'>,
  ): Call =>
  async (input, options) => {
    const startedAt = clock.now().monotonic;
    const event: CallStartedEvent = {
      ...of,
      id: tick(),
      count: (input.Names ?? input.SecretIdList)?.length ?? 1,
    };
    const settled = (outcome: string, isThrottled: boolean): CallSettledEvent => ({
      ...event,
      milliseconds: clock.now().monotonic - startedAt,
      outcome,
      isThrottled,
    });
    events.callStarted?.(event);
    try {
      const answer = await call(input, options);
      events.callSettled?.(settled('answered', false));
      return answer;
    } catch (error) {
      events.callSettled?.(settled(codeOf(error), isThrottling(error)));
      throw error;
    }
  };
