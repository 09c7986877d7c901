import type { FleetStore } from '../../options/fleet-store.interface.js';
import type { Stamp } from '../../runtime/clock.js';
import type { Answer, FetchRequest, Permission, Reference, Source } from '../../sources/source.interface.js';
import type { FleetMember } from '../fleet-member.js';
import type { FleetRuntime } from '../fleet-runtime.js';
import { NamedCalls } from './call-ids.js';
import { OpenRequest } from './open-request.js';
import { PutBatch } from './put-batch.js';
import type { Sealer, Sealing } from './sealer.interface.js';
import type { StoredAnswers, StoredValue } from './stored-answers.js';

/** Beyond the time of a call, in milliseconds, until somebody else may fetch. */
const LEASE_MARGIN = 1_000;
/** How much of the time of a call another process, or the first key, is waited for. */
const LONGEST_WAIT = 0.5;
/** A message that tells of an arrival can be lost: it is looked again after this time, in milliseconds. */
const LOOK_AGAIN = 250;
/** An entry is kept at least so long, in milliseconds: longer than any fetch takes. */
const SHORTEST_KEEP = 120_000;

const SOURCES_OF_AWS = new Set(['ssm', 'secretsmanager']);

interface ValuesParts {
  readonly fleet: FleetMember;
  readonly store: FleetStore;
  readonly sealing: Sealing;
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
    const shared = open.filter(({ request }) => this.#isShared(request));
    const own = open.filter((one) => !shared.includes(one));
    if (own.length > 0) this.#askAws(own);
    if (shared.length > 0) void this.#share(shared);
    return open.map(({ answer }) => answer);
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.inner.permissions?.(reference) ?? [];
  }

  close(): void {
    this.parts.fleet.close();
    this.parts.sealing.close();
  }

  /** A value that is fetched for each read is of no use to others. What AWS refuses this process, it gets from no other one. */
  #isShared({ reference, isPrivate }: FetchRequest): boolean {
    return isPrivate !== true && this.#isOfFleet(reference) && !this.parts.fleet.isRefused(reference);
  }

  #isOfFleet(reference: Reference): boolean {
    return SOURCES_OF_AWS.has(reference.source) && this.parts.fleet.keepOf(reference) > 0;
  }

  async #share(requests: readonly OpenRequest[]): Promise<void> {
    const { fleet, sealing } = this.parts;
    // The rest of the time is for AWS.
    const patience = Math.min(...requests.map(({ request }) => request.callTimeout)) * LONGEST_WAIT;
    const sealer = fleet.isBypassed ? undefined : await sealing.current(patience);
    const left = sealer === undefined ? requests : await this.#takeAll(requests, sealer);
    if (left.length === 0) return;
    fleet.tally.bypassed += left.length;
    this.#askAws(left);
  }

  /** @returns what is left, as the store does not answer */
  async #takeAll(requests: readonly OpenRequest[], sealer: Sealer): Promise<readonly OpenRequest[]> {
    const calls = new NamedCalls();
    let waiting = this.#patient(requests);
    while (waiting.length > 0) {
      const left = await this.#take(waiting, sealer, calls);
      if (left === undefined) return waiting;
      const unshared = left.length > 0 ? await this.#arrival(left) : [];
      waiting = this.#patient(this.#staying(left, ({ key }) => !unshared.includes(key)));
    }
    return [];
  }

  #patient(requests: readonly OpenRequest[]): readonly OpenRequest[] {
    const now = this.parts.runtime.clock.now();
    return this.#staying(requests, (one) => one.patience(now, LONGEST_WAIT) > 0);
  }

  /** The requests that go on waiting for other processes. AWS is asked for the others. */
  #staying(
    requests: readonly OpenRequest[],
    stays: (request: OpenRequest) => boolean,
  ): readonly OpenRequest[] {
    const staying = requests.filter(stays);
    if (staying.length === requests.length) return requests;
    const others = requests.filter((one) => !staying.includes(one));
    this.parts.fleet.tally.misses += others.length;
    this.#askAws(others);
    return staying;
  }

  /** Waits until something may have come. @returns entries that AWS has answered another process, and that are not shared */
  #arrival(requests: readonly OpenRequest[]): Promise<readonly string[]> {
    const { fleet, runtime } = this.parts;
    const now = runtime.clock.now();
    const patience = requests.map((one) => one.patience(now, LONGEST_WAIT));
    const keys = requests.map(({ key }) => key);
    return fleet.arrival(keys, Math.max(0, Math.min(LOOK_AGAIN, ...patience)));
  }

  /** @returns what others fetch; `undefined` if the store does not answer */
  async #take(
    requests: readonly OpenRequest[],
    sealer: Sealer,
    calls: NamedCalls,
  ): Promise<readonly OpenRequest[] | undefined> {
    const { fleet, store, runtime } = this.parts;
    const askedAt = runtime.clock.now();
    const longest = Math.max(...requests.map(({ request }) => request.callTimeout));
    const lease = { token: fleet.id, lease: longest + LEASE_MARGIN, keep: SHORTEST_KEEP };
    const questions = requests.map(({ key, request: { maxAge }, after }) => ({ key, maxAge, after }));
    const answers = await fleet.run(() => store.take(questions, lease));
    if (answers === undefined) return undefined;
    const kept = await Promise.all(
      requests.map(async (one, index) => {
        const given = answers[index];
        if (given?.kind === 'value') return await this.#read(one, given, { askedAt, sealer, calls });
        if (given?.kind === 'wait') {
          one.after ??= given.last;
          return 'waits';
        }
        one.ticket = given?.ticket;
        return 'asks';
      }),
    );
    const asking = requests.filter((_one, index) => kept[index] === 'asks');
    fleet.tally.misses += asking.length;
    if (asking.length > 0) this.#askAws(asking, sealer);
    return requests.filter((_one, index) => kept[index] === 'waits');
  }

  /** Answers a request by what is stored, if it is of use. */
  async #read(
    one: OpenRequest,
    value: StoredValue,
    {
      askedAt,
      sealer,
      calls,
    }: { readonly askedAt: Stamp; readonly sealer: Sealer; readonly calls: NamedCalls },
  ): Promise<'answered' | 'asks'> {
    const { fleet, stored } = this.parts;
    const asked = { first: one.begin, last: askedAt, isLater: one.after !== undefined };
    const answer = await stored.read(one.request, value, sealer, asked, calls);
    if (answer === undefined || fleet.isRefused(one.request.reference)) return 'asks';
    fleet.tally.hits += 1;
    this.#answer(one, answer);
    return 'answered';
  }

  /** All in one call, so that names go to AWS by tens. What there is a ticket for is stored. */
  #askAws(requests: readonly OpenRequest[], sealer?: Sealer): void {
    const begin = this.parts.runtime.clock.now();
    const answers = this.inner.fetch(requests.map(({ request }) => request));
    for (const [index, one] of requests.entries()) {
      const answer = answers[index] ?? Promise.reject(new Error('The source has not answered.'));
      answer.then(
        (given) => {
          if (one.ticket !== undefined && sealer !== undefined)
            void this.#store(one, one.ticket, given, begin, sealer);
          this.#answer(one, given);
        },
        (error: unknown) => {
          this.#failed(one, error);
          one.reject(error);
        },
      );
    }
  }

  #answer(one: OpenRequest, answer: Answer): void {
    this.parts.fleet.answered(one.request.reference, answer);
    one.resolve(answer);
  }

  async #store(
    { request: { reference }, key }: OpenRequest,
    ticket: number,
    answer: Answer,
    begin: Stamp,
    sealer: Sealer,
  ): Promise<void> {
    const { fleet, stored } = this.parts;
    const keep = Math.max(SHORTEST_KEEP, fleet.keepOf(reference));
    this.#puts.add(await stored.write({ key, reference, answer, ticket, begin, keep }, sealer), true);
  }

  /** What AWS refuses is deleted for all; what only failed ends the lease. */
  #failed({ request: { reference }, key, ticket }: OpenRequest, error: unknown): void {
    const { fleet, store } = this.parts;
    if (fleet.failed(reference, error)) {
      if (this.#isOfFleet(reference)) void fleet.run(() => store.drop(key, SHORTEST_KEEP));
    } else if (ticket !== undefined) {
      this.#puts.add({ key, ticket, age: 0, keep: SHORTEST_KEEP, text: '' }, false);
    }
  }
}
