import type { FleetStore } from '../../options/fleet-store.interface.js';
import type { Stamp } from '../../runtime/clock.js';
import type { Answer, FetchRequest, Permission, Reference, Source } from '../../sources/source.interface.js';
import type { Fleet } from '../fleet-member.js';
import type { FleetRuntime } from '../fleet-runtime.js';
import { NamedCalls } from './call-ids.js';
import type { DerivedKey, KeyRing } from './key-ring.js';
import { OpenRequest } from './open-request.js';
import { PutBatch } from './put-batch.js';
import type { StoredAnswers } from './stored-answers.js';

/** Beyond the time of a call, in milliseconds, until somebody else may fetch. */
const LEASE_MARGIN = 1_000;
/** How much of the time of a call another process is waited for. */
const LONGEST_WAIT = 0.5;
/** A message that tells of an arrival can be lost: it is looked again after this time, in milliseconds. */
const LOOK_AGAIN = 250;
/** An entry is kept at least so long, in milliseconds: longer than any fetch takes. */
export const SHORTEST_KEEP = 120_000;

const SOURCES_OF_AWS = new Set(['ssm', 'secretsmanager']);
const REFUSED = 'SSM_CACHE_ACCESS_DENIED';

export interface ValuesParts {
  readonly fleet: Fleet;
  readonly store: FleetStore;
  readonly ring: KeyRing;
  readonly stored: StoredAnswers;
  readonly runtime: FleetRuntime;
}

/**
 * A source of which one process of the fleet fetches what the others wait for.
 *
 * Whatever the store does, AWS is asked for what it does not give. A lease saves calls, and nothing depends on it: what is stored is
 * ordered by tickets, and how old it is counts from the moment at which its fetch began.
 */
export class ValuesSource implements Source {
  readonly name: string;
  /** What AWS refuses this process, which then gets it from no other one. */
  readonly #refused = new Set<string>();
  readonly #puts: PutBatch;

  constructor(
    private readonly inner: Source,
    private readonly parts: ValuesParts,
  ) {
    this.name = inner.name;
    this.#puts = new PutBatch(parts);
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const { fleet, runtime } = this.parts;
    fleet.asked(requests);
    const begin = runtime.clock.now();
    const open = requests.map((request) => new OpenRequest(request, fleet.keyOf(request.reference), begin));
    const shared = open.filter(({ request: { reference } }) => this.#isShared(reference));
    const own = open.filter((one) => !shared.includes(one));
    if (own.length > 0) this.#askAws(own, []);
    if (shared.length > 0) void this.#share(shared);
    return open.map(({ answer }) => answer);
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.inner.permissions?.(reference) ?? [];
  }

  close(): void {
    this.parts.fleet.close();
  }

  /** A value that is fetched for each read is of no use to others. */
  #isShared({ key, source }: Reference): boolean {
    return SOURCES_OF_AWS.has(source) && !this.#refused.has(key) && this.parts.fleet.keepOf(key) > 0;
  }

  async #share(requests: readonly OpenRequest[]): Promise<void> {
    const { fleet, ring, runtime } = this.parts;
    const keys = fleet.isBypassed ? [] : await ring.current();
    const calls = new NamedCalls();
    let waiting = requests;
    while (waiting.length > 0) {
      const left = Math.max(...waiting.map((one) => one.patience(runtime.clock.now(), LONGEST_WAIT)));
      if (keys.length === 0 || left <= 0) break;
      const next = await this.#take(waiting, keys, calls);
      if (next === undefined) break;
      waiting = next;
      if (waiting.length > 0)
        await fleet.arrival(
          waiting.map(({ key }) => key),
          Math.min(left, LOOK_AGAIN),
        );
    }
    if (waiting.length > 0) this.#askAws(waiting, []);
  }

  /** @returns what others fetch; `undefined` if the store does not answer */
  async #take(
    requests: readonly OpenRequest[],
    keys: readonly DerivedKey[],
    calls: NamedCalls,
  ): Promise<readonly OpenRequest[] | undefined> {
    const { fleet, store, stored, runtime } = this.parts;
    const last = runtime.clock.now();
    const longest = Math.max(...requests.map(({ request }) => request.callTimeout));
    const lease = { token: fleet.id, lease: longest + LEASE_MARGIN, keep: SHORTEST_KEEP };
    const questions = requests.map(({ key, request: { maxAge }, after }) => ({ key, maxAge, after }));
    const answers = await fleet.run(() => store.take(questions, lease));
    if (answers === undefined) return undefined;
    const leased: OpenRequest[] = [];
    const alone: OpenRequest[] = [];
    const waiting: OpenRequest[] = [];
    for (const [index, one] of requests.entries()) {
      const given = answers[index];
      if (given?.kind === 'value') {
        const asked = { first: one.begin, last, isLater: one.after !== undefined };
        const answer = stored.read(one.request, given, keys, asked, calls);
        if (answer === undefined) alone.push(one);
        else this.#answer(one, answer);
      } else if (given?.kind === 'lease') {
        one.ticket = given.ticket;
        leased.push(one);
      } else {
        if (given !== undefined) one.after ??= given.last;
        waiting.push(one);
      }
    }
    if (leased.length + alone.length > 0) this.#askAws([...leased, ...alone], keys);
    return waiting;
  }

  /** All in one call, so that names go to AWS by tens. What there is a ticket for is stored. */
  #askAws(requests: readonly OpenRequest[], keys: readonly DerivedKey[]): void {
    const begin = this.parts.runtime.clock.now();
    const answers = this.inner.fetch(requests.map(({ request }) => request));
    for (const [index, one] of requests.entries()) {
      const answer = answers[index] ?? Promise.reject(new Error('The source has not answered.'));
      answer.then(
        (given) => {
          this.#refused.delete(one.request.reference.key);
          this.#store(one, given, begin, keys);
          this.#answer(one, given);
        },
        (error: unknown) => {
          this.#failed(one, error, keys);
          one.reject(error);
        },
      );
    }
  }

  #answer(one: OpenRequest, answer: Answer): void {
    this.parts.fleet.answered(one.request.reference, answer);
    one.resolve(answer);
  }

  #store(
    { request, key, ticket }: OpenRequest,
    answer: Answer,
    begin: Stamp,
    keys: readonly DerivedKey[],
  ): void {
    if (ticket === undefined) return;
    const { reference } = request;
    const keep = Math.max(SHORTEST_KEEP, this.parts.fleet.keepOf(reference.key));
    this.#puts.add(this.parts.stored.write({ key, reference, answer, ticket, begin, keep }, keys));
  }

  /** What AWS refuses is deleted for all; what only failed ends the lease. */
  #failed(
    { request: { reference }, key, ticket }: OpenRequest,
    error: unknown,
    keys: readonly DerivedKey[],
  ): void {
    const { fleet, store } = this.parts;
    if ((error as { readonly code?: unknown } | undefined)?.code === REFUSED) {
      this.#refused.add(reference.key);
      if (keys.length > 0) void fleet.run(() => store.drop(key, SHORTEST_KEEP));
      fleet.suspect(reference);
    } else if (ticket !== undefined) {
      this.#puts.add({ key, ticket, age: 0, keep: SHORTEST_KEEP, text: '' });
    }
  }
}
