import { pendingWithdrawnMessage } from '../errors/errors.messages.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import { tick } from '../runtime/clock.js';
import type { Answer, KnownAnswer, Reference } from '../sources/source.interface.js';
import { sameRawValue } from '../values/raw-value.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { EntryTable } from './entry-table.js';
import type { Conversion } from './conversion.js';
import type { EntryView, Snapshot } from './entry-view.js';
import { PendingVersions } from './pending-versions.js';
import { withJoints, type Answered } from './reading.js';
import type { RefreshBatcher } from './refresh-batcher.js';
import type { RefreshOptions } from './refresh-unit.js';

/** What a trial needs of its refresh unit. */
export interface TrialUnit {
  readonly runtime: EngineRuntime;
  readonly batcher: RefreshBatcher;
  readonly table: EntryTable;
  readonly views: Iterable<EntryView<unknown>>;
  /** What the views make of answers. */
  convert(answers: Answered, timeout: number): Promise<ReadonlyMap<EntryView<unknown>, Conversion<unknown>>>;
  /** Tells of what has changed. */
  announce(views: readonly EntryView<unknown>[], changes: readonly SsmCacheChange[]): void;
}

/** Pending versions that are read in place of the current ones. */
interface Trial {
  /** When it began, on the logical clock. */
  readonly since: number;
  /** What is read. */
  readonly tried: Answered;
  /** What AWS calls current, by the key of the reference. */
  readonly current: Map<string, Answer>;
  /** What the views held before. */
  readonly before: WeakMap<EntryView<unknown>, Snapshot<unknown>>;
  state: Exclude<TrialState, 'current'>;
}

/** Pending versions that can be tried. */
export interface Candidate {
  readonly tried: Answered;
  /** With the values that are joined of others. */
  readonly answers: Answered;
  readonly values: ReadonlyMap<EntryView<unknown>, { readonly value: unknown }>;
}

export type TrialState = 'current' | 'tried' | 'proven' | 'doubted';

/**
 * The state machine of a provisional value: of a version that AWS calls pending, and that all readers of a refresh unit get in
 * place of the current one, since a call has just failed with the current one.
 *
 * - *current*: what AWS calls current is read.
 * - *tried*: the pending version is read, and no repeated call has succeeded with it yet.
 * - *proven*: a repeated call has succeeded with it.
 * - *doubted*: a call has failed with it afterwards. The next refresh tells which version to read.
 *
 * This is what each event does in each state. A call has the version that is read when it begins.
 *
 * | event                               | current | tried   | proven  | doubted |
 * | ----------------------------------- | ------- | ------- | ------- | ------- |
 * | a call fails with it                | current | current | doubted | doubted |
 * | a call fails that began before      | current | tried   | proven  | doubted |
 * | a repeated call succeeds with it    | current | proven  | proven  | proven  |
 * | a first call succeeds with it       | current | tried   | proven  | doubted |
 * | AWSPENDING: a version not tried yet | tried   | tried   | tried   | tried   |
 * | AWSPENDING: what is read already    | current | tried   | proven  | doubted |
 * | AWSPENDING: tried and withdrawn     | current | –       | –       | –       |
 * | AWSPENDING: missing                 | current | tried   | proven  | doubted |
 * | AWSPENDING: empty                   | current | tried   | proven  | doubted |
 * | AWSPENDING: cannot be converted     | current | tried   | proven  | doubted |
 * | AWSPENDING: denied                  | current | tried   | proven  | doubted |
 * | AWSPENDING: not answered            | current | tried   | proven  | doubted |
 * | refresh: current is what it was     | current | tried   | proven  | current |
 * | refresh: the pending one is current | current | current | current | current |
 * | refresh: another one is current     | current | current | current | current |
 * | refresh: denied                     | current | current | current | current |
 * | refresh: not answered               | current | tried   | proven  | doubted |
 * | close()                             | current | current | current | current |
 *
 * AWS is asked for AWSPENDING only by the recovery of a call that failed, with the option `pending`. A version that is withdrawn
 * is not tried again. A withdrawal brings nothing new: no call is repeated because of it alone.
 *
 * Versions change as a whole. All views convert the pending version before the first of them reads it. The secrets of a
 * group are tried and withdrawn together. References with a stage or a version of their own have no pending version.
 */
export class PendingTrial {
  /** When what is read last became provisional, or no longer was, on the logical clock. */
  changedAt = 0;
  readonly #versions: PendingVersions;
  #trial: Trial | undefined;

  constructor(private readonly unit: TrialUnit) {
    this.#versions = new PendingVersions(unit.runtime, unit.batcher, unit.table);
  }

  /** When the trial began, on the logical clock: all calls that began later have the pending version. */
  get since(): number | undefined {
    return this.#trial?.since;
  }

  get state(): TrialState {
    return this.#trial?.state ?? 'current';
  }

  isProvisional({ key }: Reference): boolean {
    return this.#trial?.tried.has(key) === true;
  }

  /** What AWS calls current, where something else is read. */
  currentOf(key: string): Answer | undefined {
    return this.#trial?.current.get(key);
  }

  /**
   * Reads pending versions, and converts them. Never rejects.
   *
   * @param isConcerned which views the call reads that has failed
   * @returns nothing if these would read the same, if a view cannot use its value, or if there was nothing to try less than
   * `minRefreshInterval` ago
   */
  async look(
    options: RefreshOptions,
    isConcerned: (view: EntryView<unknown>) => boolean,
  ): Promise<Candidate | undefined> {
    const tried = this.#versions.untried(await this.#versions.look(options));
    if (tried.size === 0) return undefined;
    const answers = withJoints(tried, this.unit.views, this.unit.table);
    const converted = await this.unit.convert(answers, options.refreshTimeout);
    const values = [...converted].flatMap(([view, made]) => ('value' in made ? [[view, made] as const] : []));
    if (values.length < converted.size) this.#versions.refuse(tried);
    else if (values.some(([view, made]) => isConcerned(view) && !view.holds(made)))
      return { tried, answers, values: new Map(values) };
    return undefined;
  }

  /** Has all views read what `look()` has found, unless it was tried meanwhile. */
  begin({ tried, answers, values }: Candidate): void {
    const { runtime, table } = this.unit;
    if (runtime.closed.aborted || this.#versions.untried(tried).size < tried.size) return;
    const views = [...this.unit.views].filter(({ reference }) => answers.has(reference.key));
    // A view that was made meanwhile: the next call that fails looks again.
    if (views.some((view) => !values.has(view))) return;
    const since = tick();
    const read = [...tried.keys()].map((key) => [key, table.answerTo(key) as Answer] as const);
    const current = new Map([...read, ...(this.#trial?.current ?? [])]);
    const before = this.#trial?.before ?? new WeakMap<EntryView<unknown>, Snapshot<unknown>>();
    const changes = this.#replace(answers);
    for (const view of views) {
      if (!before.has(view)) before.set(view, view.snapshot());
      void view.take(values.get(view));
    }
    const all = new Map([...(this.#trial?.tried ?? []), ...tried]);
    this.#set({ since, tried: all, current, before, state: 'tried' });
    this.unit.announce(views, changes);
  }

  /** A repeated call has succeeded with the pending version. */
  prove(): void {
    if (this.#trial !== undefined) this.#trial.state = 'proven';
  }

  /** A call has failed with the pending version. */
  doubt(): void {
    const trial = this.#trial;
    if (trial?.state === 'tried') this.#withdraw(trial);
    else if (trial !== undefined) trial.state = 'doubted';
  }

  /** What is read once a refresh has brought `answers`: pending versions, as long as nothing else becomes current. */
  overlay(answers: Answered): Answered {
    const trial = this.#trial;
    if (trial === undefined) return answers;
    if (outcomeOf(trial, (key) => answers.get(key)?.answer) !== 'unchanged') return answers;
    const read = [...trial.tried].filter(([key]) => answers.has(key));
    if (read.length === 0 || trial.state !== 'doubted') return new Map([...answers, ...read]);
    this.#withdraw(trial);
    return answers;
  }

  /** A refresh that has brought `answers` has been committed. */
  onCommit(answers: Answered): void {
    const trial = this.#trial;
    if (trial === undefined) return;
    if (outcomeOf(trial, (key) => answers.get(key)?.answer) === 'unchanged') {
      for (const [key, { answer }] of answers) if (trial.tried.has(key)) trial.current.set(key, answer);
      return;
    }
    this.#set(undefined);
  }

  /** A refresh has failed. What AWS refuses is read in no version. */
  onFailure(): void {
    const trial = this.#trial;
    if (trial === undefined) return;
    const entries = Array.from(trial.tried.values(), ({ reference }) => this.unit.table.entryOf(reference));
    if (entries.some(({ isRefused }) => isRefused)) this.#withdraw(trial);
  }

  close(): void {
    this.#set(undefined);
  }

  #set(trial: Trial | undefined): void {
    this.#trial = trial;
    this.changedAt = tick();
  }

  #withdraw(trial: Trial): void {
    const { runtime, table } = this.unit;
    this.#set(undefined);
    this.#versions.refuse(trial.tried);
    const current = [...trial.tried].flatMap(([key, { reference }]) => {
      const answer = table.entryOf(reference).isRefused ? undefined : trial.current.get(key);
      return answer === undefined ? [] : [[key, { reference, answer }] as const];
    });
    const answers = withJoints(new Map(current), this.unit.views, table);
    const changes = this.#replace(answers);
    const views = [...this.unit.views];
    for (const view of views) if (answers.has(view.reference.key)) view.restore(trial.before.get(view));
    const names = Array.from(trial.tried.values(), ({ reference }) => reference.fullName);
    runtime.logger.warn(pendingWithdrawnMessage(names.join(', ')));
    this.unit.announce(views, changes);
  }

  #replace(answers: Answered): readonly SsmCacheChange[] {
    return [...answers.values()].flatMap(({ reference, answer }) => {
      const change = this.unit.table.entryOf(reference).replace(answer);
      return change !== undefined && this.unit.table.isAsked(reference) ? [change] : [];
    });
  }
}

/** What a refresh says of a trial. */
const outcomeOf = (
  { tried, current }: Trial,
  answered: KnownAnswer,
): 'unchanged' | 'the pending one is current' | 'another one is current' => {
  let isAnyUnchanged = false;
  for (const [key, { answer }] of tried) {
    const known = current.get(key);
    const now = answered(key) ?? known;
    if (isSame(now, answer)) continue;
    if (!isSame(now, known)) return 'another one is current';
    isAnyUnchanged = true;
  }
  return isAnyUnchanged ? 'unchanged' : 'the pending one is current';
};

const isSame = (one: Answer | undefined, other: Answer | undefined): boolean =>
  one?.found === true && other?.found === true && sameRawValue(one.raw, other.raw);
