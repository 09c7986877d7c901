import type { SsmCacheError } from '../errors/index.js';
import { listenerThrewMessage } from '../errors/errors.messages.js';
import { primaryError } from '../errors/primary-error.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import { isJoint, type Answer, type Reference } from '../sources/source.interface.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { Unusable } from './entry.js';
import { EntryTable, type FailedReading } from './entry-table.js';
import { convertFor, type Conversion } from './conversion.js';
import type { EntryView, Taken } from './entry-view.js';
import { Listeners, type ChangeListener } from './listeners.js';
import { PendingTrial, type TrialUnit } from './pending-trial.js';
import { withJoints, withMembers, type Answered, type AnsweredReference, type Reading } from './reading.js';
import type { RefreshAttempt } from './refresh-attempt.js';
import type { Fetch, RefreshBatcher } from './refresh-batcher.js';
import { WeakCollection } from './weak-registry.js';

/** Views that are made while others convert delay a commit only so often. */
const MAX_ROUNDS_OF_CONVERSIONS = 3;
/** A large group would otherwise hold up the event loop. */
const CONVERSIONS_PER_TURN = 50;

type Conversions = ReadonlyMap<EntryView<unknown>, Conversion<unknown>>;

/** Answers, and what the views of a group make of them. */
interface Prepared {
  readonly answers: Answered;
  readonly prepared: Conversions;
}

const NOTHING_READ = { errors: new Map<string, SsmCacheError>(), answered: new Map() };
const NOTHING_PREPARED: Promise<Conversions> = Promise.resolve(new Map());

/**
 * What a refresh unit holds: an entry for each reference, and the views that convert the entries. Only `commitOrFail()` and a
 * trial of pending versions put another answer into an entry.
 */
export class UnitValues implements TrialUnit {
  readonly table = new EntryTable();
  readonly views = new WeakCollection<EntryView<unknown>>();
  /** Those who are told of each refresh that changed anything; none before the first. */
  listeners: Listeners | undefined;
  /** What reads pending versions in place of current ones, if it ever did. */
  trial: PendingTrial | undefined;

  constructor(
    readonly runtime: EngineRuntime,
    readonly batcher: RefreshBatcher,
    /** Whether a failure of one reference leaves all of them as they are. */
    readonly isAtomic: boolean,
  ) {}

  startTrial(): PendingTrial {
    this.trial ??= new PendingTrial(this);
    return this.trial;
  }

  /** What AWS last answered, also while a pending version is read in its place. */
  currentAnswerTo(key: string): Answer | undefined {
    return this.trial?.currentOf(key) ?? this.table.answerTo(key);
  }

  /** Calls `listener` after each refresh that changed anything, until what it returns is called. */
  onChange(listener: ChangeListener): () => void {
    this.listeners ??= new Listeners(() => this.runtime.logger.error(listenerThrewMessage(this.table.names)));
    return this.listeners.add(listener);
  }

  /** @returns what matched; it is no longer fresh, until an attempt after `attempt` makes it fresh */
  expire(matches: (reference: Reference) => boolean, attempt: number): readonly Reference[] {
    const { all } = this.table;
    const matched = all.filter((reference) => !isJoint(reference) && matches(reference));
    if (matched.length === 0) return matched;
    const now = this.runtime.clock.now();
    for (const reference of [...matched, ...all.filter(isJoint)])
      this.table.entryOf(reference).expire(now, attempt);
    for (const view of this.views) view.onEntryChange();
    return matched;
  }

  /** Has what is held count as old as it was with an earlier fetch, since it may be what that one brought. */
  keepAge(fetch: Fetch): void {
    this.table.keepAge(fetch);
    for (const view of this.views) view.keepAge();
  }

  /**
   * Commits what an attempt has read, or notes why it cannot be committed.
   *
   * @returns what failed, and the conversions that go on
   */
  async commitOrFail(attempt: RefreshAttempt, reading: Reading): Promise<readonly Taken[]> {
    const { answers, prepared } = await this.#prepare(attempt, reading);
    if (this.runtime.closed.aborted) return [];
    const unusable = [...prepared].flatMap(([view, made]) =>
      'error' in made ? [[view, made] as const] : [],
    );
    if (reading.errors.size + unusable.length === 0)
      return this.#commit(attempt, reading, { answers, prepared });
    const errors = [...reading.errors.values(), ...unusable.map(([, { error }]) => error)];
    const failure = primaryError(errors) as SsmCacheError;
    const blamed = unusable.find(([, { error }]) => error === failure)?.[1] ?? { error: failure };
    this.fail(attempt, blamed, { errors: reading.errors, answered: answers });
    for (const [view, made] of unusable) view.reject(made, attempt.number);
    return [failure];
  }

  /** Notes a failure in the entries: of each reference its own error, or else the one that is shared. */
  fail(
    attempt: RefreshAttempt,
    shared: Unusable,
    reading: Pick<FailedReading, 'answered' | 'errors'> = NOTHING_READ,
  ): void {
    const failed = { ...reading, shared, attempt: attempt.number };
    this.table.fail(failed, (reference) => !attempt.isPartial || attempt.covers(reference));
    this.trial?.onFailure();
    for (const view of this.views) view.onEntryChange();
  }

  /** What the views make of the answers, also those that are made meanwhile: nothing is committed where one fails. */
  async convert(answers: Answered, timeout: number): Promise<Conversions> {
    const prepared = new Map<EntryView<unknown>, Conversion<unknown>>();
    for (let round = 0; round < MAX_ROUNDS_OF_CONVERSIONS; round += 1) {
      const views = [...this.views].filter((view) => !prepared.has(view) && answers.has(view.reference.key));
      if (views.length === 0) break;
      const conversions: ReturnType<typeof convertFor<unknown>>[] = [];
      for (const view of views) {
        if (conversions.length > 0 && conversions.length % CONVERSIONS_PER_TURN === 0)
          await this.#endOfTurn();
        const { answer } = answers.get(view.reference.key) as AnsweredReference;
        conversions.push(convertFor(view, answer, timeout, this.runtime));
      }
      const made = conversions.some((conversion) => conversion instanceof Promise)
        ? await Promise.all(conversions.map(async (conversion) => conversion))
        : (conversions as Conversion<unknown>[]);
      for (const [index, view] of views.entries()) prepared.set(view, made[index] as Conversion<unknown>);
    }
    return prepared;
  }

  /** Listeners are told when all has changed. */
  announce(views: readonly EntryView<unknown>[], changes: readonly SsmCacheChange[]): void {
    for (const view of views) view.announce();
    for (const change of changes) this.runtime.events.changed?.(change);
    if (changes.length > 0 && this.listeners !== undefined) {
      const none = { previousVersion: undefined, version: undefined };
      this.listeners.tell({ name: this.table.names, ...none, parameters: changes });
    }
  }

  close(): void {
    this.trial?.close();
    this.table.clear();
    for (const view of this.views) view.close();
  }

  /** What is to be committed. A trial that begins or ends meanwhile makes something else of the answers. */
  async #prepare({ callTimeout }: RefreshAttempt, reading: Reading): Promise<Prepared> {
    const own = this.isAtomic ? withMembers(reading.answers) : reading.answers;
    for (;;) {
      const read = this.trial?.overlay(own) ?? own;
      const answers = this.isAtomic ? withJoints(read, this.views, this.table) : read;
      const trialChangedAt = this.trial?.changedAt;
      const prepared = this.isAtomic ? await this.convert(answers, callTimeout) : await NOTHING_PREPARED;
      if (this.trial?.changedAt === trialChangedAt) return { answers, prepared };
    }
  }

  #endOfTurn(): Promise<void> {
    return new Promise((resolve) => this.runtime.scheduler.endOfTurn(resolve));
  }

  #commit(attempt: RefreshAttempt, reading: Reading, { answers, prepared }: Prepared): readonly Taken[] {
    const { isPartial, number } = attempt;
    const changes = this.table.commit(answers, (isPartial && this.table.fetch) || reading.fetch, number);
    this.trial?.onCommit(reading.answers);
    const all = [...this.views];
    if (this.isAtomic && !isPartial) {
      const viewed = new Set(all.map(({ reference }) => reference.key));
      this.table.leaveOut(answers, number, ({ key }) => viewed.has(key));
    }
    const views = isPartial ? all.filter(({ reference }) => answers.has(reference.key)) : all;
    const taken = views.flatMap((view) => view.take(prepared.get(view)) ?? []);
    this.announce(views, changes);
    return taken;
  }
}
