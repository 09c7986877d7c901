import type { SsmCacheError } from '../errors/index.js';
import { pendingDeniedMessage } from '../errors/errors.messages.js';
import { failureKind } from '../errors/failure-kind.js';
import { ageOf, type Stamp } from '../runtime/clock.js';
import { withoutContext } from '../runtime/no-context.js';
import { pendingOf, type Answer } from '../sources/source.interface.js';
import { sameContent } from '../values/raw-value.js';
import type { EngineRuntime } from './engine-runtime.interface.js';
import type { EntryTable } from './entry-table.js';
import type { Answered, AnsweredReference } from './reading.js';
import { RefreshAttempt } from './refresh-attempt.js';
import type { RefreshBatcher } from './refresh-batcher.js';
import type { RefreshOptions } from './refresh-unit.js';

const NOTHING: Answered = new Map();
const NOTHING_FOUND = Promise.resolve(NOTHING);

/** Reads the pending versions of the secrets of a refresh unit, and knows which of them are not to be tried again. */
export class PendingVersions {
  readonly #refused = new Set<string>();
  #looking: Promise<Answered> | undefined;
  /** When it last found nothing. */
  #lookedInVainAt: Stamp | undefined;
  #isDenialTold = false;

  constructor(
    private readonly runtime: EngineRuntime,
    private readonly batcher: RefreshBatcher,
    private readonly table: EntryTable,
  ) {}

  /**
   * Asks for the pending version of each secret. Never rejects.
   *
   * @returns the versions that can be tried; none if there was none less than `minRefreshInterval` ago
   */
  look({ minRefreshInterval, refreshTimeout }: RefreshOptions): Promise<Answered> {
    const { clock, closed } = this.runtime;
    if (this.#looking !== undefined) return this.#looking;
    const sinceInVain =
      this.#lookedInVainAt === undefined ? Infinity : ageOf(this.#lookedInVainAt, clock.now());
    if (sinceInVain < minRefreshInterval || closed.aborted) return NOTHING_FOUND;
    this.#looking = withoutContext(() => this.#look(refreshTimeout, minRefreshInterval));
    return this.#looking;
  }

  /** Those of `found` that differ from what is read, and that no call has failed with. */
  untried(found: Answered): Answered {
    return new Map([...found].filter(([key, one]) => this.#isUntried(one, this.table.answerTo(key))));
  }

  /** Has none of `tried` tried again. */
  refuse(tried: Answered): void {
    for (const one of tried.values()) this.#refused.add(identityOf(one));
  }

  /** @param maxAge what another process has just found out is as good */
  async #look(refreshTimeout: number, maxAge: number): Promise<Answered> {
    const known = this.table.references.filter(({ key }) => this.table.answerTo(key)?.found === true);
    const asked = known.flatMap((reference) => {
      const pending = pendingOf(reference);
      return pending === undefined ? [] : [{ reference, pending }];
    });
    const attempt = new RefreshAttempt();
    attempt.join({ refreshTimeout, notBefore: 0, isForced: false, maxAge, isPartial: false });
    const batch = await this.batcher.nextBatch();
    const { answers, errors, fetch } = await attempt.ask(
      batch,
      asked.map(({ reference, pending }) => {
        const { isPrivate } = this.table.entryOf(reference);
        return { reference: pending, isPrivate };
      }),
    );
    attempt.end();
    this.#looking = undefined;
    for (const error of errors.values()) this.#tellDenial(error);
    const found = asked.flatMap(({ reference, pending }) => {
      const answer = answers.get(pending.key)?.answer;
      return answer === undefined ? [] : [[reference.key, { reference, answer }] as const];
    });
    const untried = this.untried(new Map(found));
    this.#lookedInVainAt = untried.size === 0 ? fetch.startedAt : undefined;
    return untried;
  }

  /** What has no version of its own cannot be told apart from what was tried before. */
  #isUntried(pending: AnsweredReference, read: Answer | undefined): boolean {
    const { answer } = pending;
    if (!answer.found || answer.raw.version === undefined || answer.raw.value.length === 0) return false;
    if (read?.found !== true || this.#refused.has(identityOf(pending))) return false;
    return read.raw.version !== answer.raw.version && !sameContent(read.raw, answer.raw);
  }

  #tellDenial(error: SsmCacheError): void {
    if (failureKind(error) !== 'refused' || this.#isDenialTold) return;
    this.#isDenialTold = true;
    this.runtime.logger.warn(pendingDeniedMessage(error.message));
  }
}

const identityOf = ({ reference, answer }: AnsweredReference): string =>
  JSON.stringify([reference.key, answer.found ? answer.raw.version : undefined]);
