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

/**
 * Publishes what happens on channels of Node.js. One object stands for an operation from its start to its end, as tracers
 * expect it. Names are in it, values and errors of the SDK are not.
 */
export class Channels implements CacheEvents {
  readonly #refreshes = new Operations(refreshes);
  readonly #calls = new Operations(calls);

  refreshStarted(event: RefreshStartedEvent): void {
    this.#refreshes.start(event);
  }

  refreshSettled(event: RefreshSettledEvent): void {
    this.#refreshes.end(event, event.error);
  }

  callStarted(event: CallStartedEvent): void {
    this.#calls.start(event);
  }

  callSettled(event: CallSettledEvent): void {
    this.#calls.end(event, event.outcome === 'answered' ? undefined : event.outcome);
  }

  notified(event: NotifiedEvent): void {
    if (events.hasSubscribers) events.publish({ ...event });
  }

  changed(change: SsmCacheChange): void {
    if (changes.hasSubscribers) changes.publish({ ...change });
  }
}

interface Operation {
  readonly id: number;
}

/** The operations of one kind that are under way, as far as somebody listens. */
class Operations {
  readonly #open = new Map<number, object>();

  constructor(private readonly traced: Traced) {}

  start(event: Operation): void {
    const { traced } = this;
    if (!traced.hasSubscribers) return;
    const context = { ...event };
    this.#open.set(event.id, context);
    traced.start.publish(context);
    traced.end.publish(context);
  }

  end(event: Operation, error: unknown): void {
    const { traced } = this;
    const context = this.#open.get(event.id);
    if (context === undefined) return;
    this.#open.delete(event.id);
    Object.assign(context, event);
    if (error !== undefined) traced.error.publish(Object.assign(context, { error }));
    traced.asyncStart.publish(context);
    traced.asyncEnd.publish(context);
  }
}
