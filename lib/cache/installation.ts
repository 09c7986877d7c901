import type { SsmCacheError } from '../errors/index.js';
import { mostTellingError } from '../errors/most-telling-error.js';
import type { Stamp } from './clock.interface.js';
import type { Answers, Flight } from './flight.js';
import type { Answer } from '../sources/source.interface.js';
import type { Subscriber } from './subscriber.interface.js';

/** Every subscriber's conversion of its answer, ready to be installed in one step. */
export class Installation {
  readonly #installs = new Map<Subscriber, (stamp: Stamp) => void>();
  readonly #failures = new Map<Subscriber, SsmCacheError>();

  private constructor(private readonly answers: Answers) {}

  static async prepare(
    flight: Flight,
    answers: Answers,
    subscribers: Iterable<Subscriber>,
  ): Promise<Installation> {
    const installation = new Installation(answers);
    await Promise.all(
      Array.from(subscribers, async (subscriber) => {
        const answer = installation.answerFor(subscriber);
        if (answer !== undefined) await installation.#prepare(flight, subscriber, answer);
      }),
    );
    return installation;
  }

  get failure(): SsmCacheError | undefined {
    return this.#failures.size === 0 ? undefined : mostTellingError([...this.#failures.values()]);
  }

  answerFor({ reference }: Subscriber): Answer | undefined {
    return this.answers.get(reference.key);
  }

  /**
   * Gives each of `subscribers` its value, its failure, or, if it came too late to be prepared, its answer. Listeners are
   * told when all of them have changed.
   */
  install(subscribers: Iterable<Subscriber>, stamp: Stamp): void {
    const all = [...subscribers];
    for (const subscriber of all) this.#installIn(subscriber, stamp);
    for (const subscriber of all) subscriber.announce();
  }

  #installIn(subscriber: Subscriber, stamp: Stamp): void {
    const failure = this.#failures.get(subscriber);
    const install = this.#installs.get(subscriber);
    const answer = this.answerFor(subscriber);
    if (failure !== undefined) subscriber.fail(failure);
    else if (install !== undefined) install(stamp);
    else if (answer !== undefined) subscriber.adopt(answer, stamp);
  }

  async #prepare(flight: Flight, subscriber: Subscriber, answer: Answer): Promise<void> {
    try {
      const prepared = await flight.inTime(Promise.resolve(subscriber.prepare(answer)), subscriber.reference);
      this.#installs.set(subscriber, (stamp) => subscriber.commit(prepared, answer, stamp));
    } catch (error) {
      this.#failures.set(subscriber, error as SsmCacheError);
    }
  }
}
