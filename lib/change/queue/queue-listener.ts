import { BackOff } from '../../engine/back-off.js';
import {
  cannotDeleteMessagesMessage,
  listeningMessage,
  listensAgainMessage,
  queueFailedMessage,
  strangeMessagesMessage,
} from '../../errors/errors.messages.js';
import { InvalidClientError } from '../../errors/index.js';
import { abortable, sharedAbortController, sleep } from '../../runtime/abortable.js';
import { ageOf } from '../../runtime/clock.js';
import type { CacheRuntime } from '../../runtime/cache-runtime.js';
import { withoutContext } from '../../runtime/no-context.js';
import type { SsmIgnoredReason } from '../../runtime/notification.interface.js';
import { CallTimeout, toSsmCacheError } from '../../sources/calls/aws-error.js';
import { CallFailure } from '../../sources/calls/call-failure.js';
import type { Notifications } from '../notifications.js';
import { FailedMessages } from './failed-messages.js';
import type { MessageQueue, ReceivedMessage } from './message-queue.js';

/** A queue answers within 20 seconds if there is no message; what takes longer than this goes without an answer. */
const LONGEST_RECEIVE = 30_000;
/** A time-out that comes this much later was late since the process stood still. */
const STANDSTILL = 1_000;
/** An answer without messages comes after a wait. Where it does not, the wait is made up for here. */
const SHORTEST_EMPTY_RECEIVE = 1_000;
/** So many batches wait for their refreshes at once; of each message only its receipt is kept. */
const MOST_BATCHES = 100;
/** What tells that a queue has messages of something else. */
const STRANGE: ReadonlySet<SsmIgnoredReason> = new Set(['malformed', 'unknown event']);

/** Whether events are heard: `off` without a queue, and before and after the application runs. */
export type EventsState = 'listening' | 'failing' | 'off';

/** Listens to a queue from the start of the application to its end. Whatever the queue does, the application goes on. */
export class QueueListener {
  readonly #backOff: BackOff;
  readonly #failed = new FailedMessages();
  readonly #told = new Set<SsmIgnoredReason>();
  /** Settled one by one as batches have been handled. */
  readonly #batches = new Set<Promise<void>>();
  #isListening = false;
  #isReceiving = true;
  #isDeleting = true;

  constructor(
    private readonly queue: MessageQueue,
    private readonly notifications: Notifications,
    private readonly runtime: CacheRuntime,
  ) {
    this.#backOff = new BackOff(runtime);
  }

  get state(): EventsState {
    if (!this.#isListening || this.runtime.closing.aborted) return 'off';
    return this.#isReceiving && this.#isDeleting ? 'listening' : 'failing';
  }

  start(): void {
    if (this.#isListening || this.runtime.closing.aborted) return;
    this.#isListening = true;
    this.runtime.logger.log(listeningMessage(this.queue.name));
    void withoutContext(() => this.#listen());
  }

  async #listen(): Promise<void> {
    const { closing, scheduler } = this.runtime;
    while (!closing.aborted) {
      if (this.#batches.size >= MOST_BATCHES) await Promise.race(this.#batches);
      const wait = await this.#receive();
      if (wait === undefined) return;
      if (wait > 0) await sleep({ scheduler, closed: closing }, wait, false);
    }
  }

  /** @returns how long to wait before the next time, in milliseconds; `undefined` if there is none */
  async #receive(): Promise<number | undefined> {
    const { clock, closing } = this.runtime;
    const startedAt = clock.now();
    try {
      const messages = await this.#receiveInTime();
      this.#onReceived();
      this.#handle(messages);
      return messages.length > 0 ? 0 : Math.max(0, SHORTEST_EMPTY_RECEIVE - ageOf(startedAt, clock.now()));
    } catch (error) {
      if (closing.aborted) return undefined;
      const hasStoodStill = ageOf(startedAt, clock.now()) > LONGEST_RECEIVE + STANDSTILL;
      return hasStoodStill ? 0 : this.#onFailure(CallFailure.of(error));
    }
  }

  #onReceived(): void {
    this.#backOff.succeed();
    if (!this.#isReceiving) this.runtime.logger.log(listensAgainMessage(this.queue.name));
    this.#isReceiving = true;
  }

  /** What waiting does not help is not tried again. */
  #onFailure(error: CallFailure): number | undefined {
    const failure = toSsmCacheError(error, this.queue.name, 'sqs:ReceiveMessage');
    const isFinal = error.thrown instanceof InvalidClientError;
    if (this.#isReceiving || isFinal) {
      this.runtime.logger.warn(queueFailedMessage(failure.message, isFinal));
    }
    this.#isReceiving = false;
    this.#backOff.fail();
    return isFinal ? undefined : this.#backOff.duration;
  }

  async #receiveInTime(): Promise<readonly ReceivedMessage[]> {
    const { closing, scheduler } = this.runtime;
    const controller = sharedAbortController();
    const { signal } = controller;
    const abort = (): void => controller.abort(new CallTimeout(LONGEST_RECEIVE / 1_000));
    const cancel = scheduler.after(LONGEST_RECEIVE, abort, false);
    closing.addEventListener('abort', abort, { once: true });
    try {
      return await abortable(signal, () => this.queue.receive(signal));
    } finally {
      cancel();
      closing.removeEventListener('abort', abort);
    }
  }

  /** What a batch names is refreshed together. */
  #handle(messages: readonly ReceivedMessage[]): void {
    if (messages.length === 0) return;
    const delay = this.notifications.drawDelay();
    const handled = messages.map(({ id, receiptHandle, content }) => {
      const { ignored, refreshed } = this.notifications.take(content, delay);
      this.#tellStrange(ignored.map(({ reason }) => reason));
      return { id, receiptHandle, refreshed };
    });
    const batch = this.#deleteHandled(handled).finally(() => this.#batches.delete(batch));
    this.#batches.add(batch);
  }

  /** A message whose refresh failed comes again when its visibility time-out is over. */
  async #deleteHandled(
    messages: readonly (Omit<ReceivedMessage, 'content'> & { readonly refreshed: Promise<boolean> })[],
  ): Promise<void> {
    const answered = await Promise.all(messages.map(({ refreshed }) => refreshed));
    const { closed } = this.runtime;
    const done = messages.filter(({ id }, index) => answered[index] === true || this.#failed.isLast(id));
    if (done.length === 0 || closed.aborted) return;
    try {
      await this.queue.delete(done, closed);
      this.#isDeleting = true;
    } catch (error) {
      if (closed.aborted) return;
      const { message } = toSsmCacheError(error, this.queue.name, 'sqs:DeleteMessage');
      if (this.#isDeleting) this.runtime.logger.warn(cannotDeleteMessagesMessage(message));
      this.#isDeleting = false;
    }
  }

  /** Once for each kind. */
  #tellStrange(reasons: readonly SsmIgnoredReason[]): void {
    for (const reason of new Set(reasons)) {
      if (!STRANGE.has(reason) || this.#told.has(reason)) continue;
      this.#told.add(reason);
      this.runtime.logger.warn(strangeMessagesMessage(this.queue.name, reason));
    }
  }
}
