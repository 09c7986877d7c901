import { ageOf, type Stamp } from '../runtime/clock.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { SecretReference } from '../sources/secrets-manager/secret-reference.js';
import type { Answer, Reference } from '../sources/source.interface.js';
import { isTree, sameRawValue, type RawValue } from '../values/raw-value.js';
import type { Announcement } from './events/announcement.interface.js';

/** When AWS is asked again after the answer that followed an event without a version, if nothing had changed. */
const ASKS_WITHOUT_VERSION = [2_000, 8_000];
const FIRST_ASK = 500;
/** An event is up to this much later than it says. */
const TRUNCATED = 1_000;
const CURRENT = 'AWSCURRENT';

type Runtime = Pick<CacheRuntime, 'clock'>;

/**
 * What AWS has to answer for a reference before a change of it counts as seen. AWS may go on giving what it gave before for
 * some time after the event.
 */
export class Expectation {
  #toldAt: Stamp;
  #changedAt: number | undefined;
  /** The version that was announced last. */
  #version: string | undefined;
  #isTentative = false;
  /** How many new versions each service has told of. */
  readonly #newVersions = new Map<Announcement['toldBy'], number>();
  #mayChange = false;
  #asks = 0;

  /**
   * @param before what was held when the event came
   * @param changedAt when what was announced before has changed
   * @param settle for how many milliseconds after an event AWS is asked again
   */
  constructor(
    private readonly reference: Reference,
    private readonly before: Answer | undefined,
    private readonly runtime: Runtime,
    private readonly settle: number,
    changedAt: number | undefined,
  ) {
    this.#changedAt = changedAt;
    this.#toldAt = runtime.clock.now();
  }

  /** Whether AWS has the announced version for certain, sooner or later. */
  get isCertain(): boolean {
    return this.#version !== undefined && !this.#isTentative;
  }

  /** When what was announced last has changed. */
  get changedAt(): number | undefined {
    return this.#changedAt;
  }

  /** Takes in one more event. Of two with a version the later one counts, whichever comes first. */
  add({ at, effect, stages, version, isTentative = false, toldBy }: Announcement): void {
    this.#toldAt = this.runtime.clock.now();
    this.#asks = 0;
    const isReplaced = at !== undefined && this.#isReplaced(at, version !== undefined);
    if (isReplaced) return;
    this.#mayChange ||= effect !== 'label' || this.reference.canMove === true;
    if (effect === 'version') this.#newVersions.set(toldBy, (this.#newVersions.get(toldBy) ?? 0) + 1);
    if (version === undefined || stages?.includes(stageOf(this.reference)) !== true) return;
    this.#version = version;
    this.#isTentative = isTentative;
    this.#changedAt = at;
  }

  isMetBy(answer: Answer | undefined): boolean {
    if (!this.#mayChange) return true;
    const raw = rawOf(answer);
    if (this.#version !== undefined && raw?.version !== undefined) {
      return raw.version === this.#version || this.#isNewer(raw);
    }
    const newVersions = Math.max(0, ...this.#newVersions.values());
    const target = versionsIn(this.before) + newVersions;
    const count = versionsIn(answer);
    if (newVersions > 0 && !Number.isNaN(target - count)) return count >= target;
    return !sameRawValue(rawOf(this.before), raw);
  }

  /**
   * In how many milliseconds AWS is to be asked again; `undefined` if no more.
   *
   * @param isUnanswered whether AWS has not answered since the event came
   */
  nextAsk(isUnanswered: boolean): number | undefined {
    const delay =
      isUnanswered || this.#version !== undefined
        ? FIRST_ASK * 2 ** this.#asks
        : ASKS_WITHOUT_VERSION[this.#asks];
    if (delay === undefined || ageOf(this.#toldAt, this.runtime.clock.now()) + delay > this.settle)
      return undefined;
    this.#asks += 1;
    return delay;
  }

  /** A version that was made after the event replaces what the event announced. */
  #isNewer({ modifiedAt }: RawValue): boolean {
    return isAfter(modifiedAt, this.#changedAt);
  }

  /** Whether something later is announced, or was held already, so that the event brings nothing. */
  #isReplaced(at: number, hasVersion: boolean): boolean {
    const isAnnounced = hasVersion && this.#changedAt !== undefined && at < this.#changedAt;
    return isAnnounced || isAfter(rawOf(this.before)?.modifiedAt, at);
  }
}

const isAfter = (modifiedAt: number | undefined, at: number | undefined): boolean =>
  modifiedAt !== undefined && at !== undefined && modifiedAt >= at + TRUNCATED;

const rawOf = (answer: Answer | undefined): RawValue | undefined =>
  answer?.found === true ? answer.raw : undefined;

/** Each change makes one version more: of a path, the versions of all that is under it. `NaN` where they are no numbers. */
const versionsIn = (answer: Answer | undefined): number => {
  const raw = rawOf(answer);
  if (raw === undefined) return 0;
  if (!isTree(raw.value)) return Number(raw.version);
  return raw.value.reduce((sum, { raw: { version } }) => sum + Number(version), 0);
};

/** The stage that a secret is read by; none of what is not read from Secrets Manager itself. */
const stageOf = (reference: Reference): string => {
  if (reference.source !== 'secretsmanager') return '';
  return (reference as SecretReference).versionStage ?? CURRENT;
};
