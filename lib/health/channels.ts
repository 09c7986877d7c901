import { channel, tracingChannel } from 'node:diagnostics_channel';
import type {
  CacheEvents,
  CallSettledEvent,
  CallStartedEvent,
  NotifiedEvent,
  RefreshSettledEvent,
  RefreshStartedEvent,
  SsmCacheChange,
} from '../runtime/cache-events.js';

const refreshes = tracingChannel<object, object>('nestjs-ssm-cache:refresh');
const calls = tracingChannel<object, object>('nestjs-ssm-cache:call');
const events = channel('nestjs-ssm-cache:event');
const changes = channel('nestjs-ssm-cache:change');

type Traced = typeof refreshes;
type Operation = RefreshStartedEvent | CallStartedEvent;

/**
 * Publishes what happens on channels of Node.js. One object stands for an operation from its start to its end, as tracers
 * expect it. Names are in it, values and errors of the SDK are not.
 */
export class Channels implements CacheEvents {
  /** What began while somebody listened, by its id. Ids are ticks of one clock: no refresh has the id of a call. */
  readonly #open = new Map<number, object>();

  refreshStarted(event: RefreshStartedEvent): void {
    if (refreshes.hasSubscribers) this.#start(refreshes, event);
  }

  refreshSettled(event: RefreshSettledEvent): void {
    const context = this.#open.get(event.id);
    if (context !== undefined) this.#end(refreshes, Object.assign(context, event), event.error);
  }

  callStarted(event: CallStartedEvent): void {
    if (calls.hasSubscribers) this.#start(calls, event);
  }

  callSettled(event: CallSettledEvent): void {
    const context = this.#open.get(event.id);
    const error = event.outcome === 'answered' ? undefined : event.outcome;
    if (context !== undefined) this.#end(calls, Object.assign(context, event), error);
  }

  notified(event: NotifiedEvent): void {
    if (events.hasSubscribers) events.publish({ ...event });
  }

  changed(change: SsmCacheChange): void {
    if (changes.hasSubscribers) changes.publish({ ...change });
  }

  #start(traced: Traced, event: Operation): void {
    const context = { ...event };
    this.#open.set(event.id, context);
    traced.start.publish(context);
    traced.end.publish(context);
  }

  #end(traced: Traced, context: Operation, error: unknown): void {
    this.#open.delete(context.id);
    if (error !== undefined) traced.error.publish(Object.assign(context, { error }));
    traced.asyncStart.publish(context);
    traced.asyncEnd.publish(context);
  }
}
