import { tick } from '../../runtime/clock.js';
import type { CallStartedEvent } from '../../runtime/cache-events.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { CallFailure } from '../calls/call-failure.js';
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
    events.callStarted?.(event);
    let failure: CallFailure | undefined;
    try {
      return await call(input, options);
    } catch (error) {
      failure = new CallFailure(error);
      throw failure;
    } finally {
      const milliseconds = clock.now().monotonic - startedAt;
      const outcome = failure?.code ?? 'answered';
      events.callSettled?.({ ...event, milliseconds, outcome, isThrottled: failure?.isThrottling === true });
    }
  };
