import { SsmCache, type SsmParameterGroup } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../../lib/runtime/internals.js';
import { FakeRuntime } from '../../../support/fake-runtime.js';
import { Conversions } from './conversions.js';
import { HeldAws, type Failure } from './held-aws.js';
import { momentOf } from './moment.js';
import { PendingPromises, type Patience } from './pending-promises.js';
import { Promises } from './promises.js';
import { watchedScheduler } from './watched-scheduler.js';
import { watchedSources } from './watched-sources.js';
import { WatchedHandle, type Policy } from './watched-handle.js';

/** What the values of a world are fetched as. */
export type Kind = 'entry' | 'pair' | 'tree' | 'group';

export interface WorldOptions extends Omit<Policy, 'refreshTimeout'> {
  readonly kind: Kind;
  /** What `random()` gives: the jitter, and how much of the longest back-off is waited. */
  readonly chance: number;
  readonly jitter: number;
  readonly isRotating: boolean;
}

const LONGEST_TIMEOUT = 5;
/** A standstill is found out after so many seconds at most, and a reader is given them back. */
const TICK = 0.25;
/** So many calls may follow one another in one refresh: the parts of a batch, the readings of a group. */
const CALLS_IN_A_ROW = 10;
/** Handles of a group that are made while others convert are waited for, so often at most. */
const ROUNDS_OF_CONVERSIONS = 3;

/** A cache whose every answer, and all of whose time, is in the hands of a schedule. */
export class ScheduleWorld {
  readonly runtime = new FakeRuntime();
  readonly aws: HeldAws;
  readonly promises: Promises;
  readonly pending: PendingPromises;
  readonly handles: WatchedHandle[] = [];
  readonly cache: SsmCache;
  readonly group: SsmParameterGroup | undefined;
  readonly conversions = new Conversions();
  readonly #listening: (() => void)[] = [];
  isClosed = false;
  isHealing = false;
  /** Whether anything was ever listened to, and so refreshed when it was due although nobody read it. */
  wasListenedTo = false;
  #standstills = 0;

  constructor(readonly options: WorldOptions) {
    const { kind, chance, maxAge, maxStale, minRefreshInterval, jitter, isRotating } = options;
    const { runtime } = this;
    const { clock, logger, random, scheduler } = runtime;
    runtime.chance = chance;
    this.aws = new HeldAws(() => momentOf(runtime));
    this.aws.isRotating = isRotating;
    this.aws.onCall = (call) => this.promises.checkCall(call);
    this.aws.onProgress = () => this.pending.noteProgress();
    this.aws.refreshes = () => this.#refreshesOfGroup();
    this.pending = new PendingPromises(runtime);
    this.cache = new SsmCache(
      {
        maxAge,
        maxStale,
        minRefreshInterval,
        jitter,
        refreshTimeout: LONGEST_TIMEOUT,
        ssmClient: this.aws.ssmClient,
        secretsManagerClient: this.aws.secretsManagerClient,
        extensions: [watchedSources(() => this.aws.beginBatch())],
      },
      { clock, logger, random, scheduler: watchedScheduler(scheduler, () => this.#noteTimer()) },
    );
    this.group = kind === 'group' ? this.cache.createGroup() : undefined;
    this.promises = new Promises(this);
    this.conversions.onEvent = (event) => {
      this.pending.noteProgress();
      if (event === 'failed') this.promises.faults.noteConversion();
      else this.promises.forces.noteRead();
    };
    for (const pick of kind === 'entry' || kind === 'tree' ? [3] : [3, 10, 2]) this.join(pick, {});
  }

  /** How many things are fetched each by itself. */
  get units(): number {
    return this.options.kind === 'pair' ? 3 : 1;
  }

  /** A handle like none before, or one more of its kind. */
  join(pick: number, policy: Partial<Policy>): void {
    if (this.isClosed) return;
    const { kind, maxAge, maxStale, minRefreshInterval } = this.options;
    const handle = this.#makeHandle(kind, pick, policy);
    if (this.handles.some((known) => known.handle === handle)) return;
    this.handles.push(
      new WatchedHandle(
        handle,
        { maxAge, maxStale, minRefreshInterval, refreshTimeout: LONGEST_TIMEOUT, ...policy },
        kind === 'tree',
      ),
    );
  }

  /** The path under which the members of a group come and go. */
  list(): void {
    if (this.group === undefined || this.isClosed) return;
    this.promises.forces.noteUrgentRead();
    this.pending.track(
      'listing',
      this.#refreshPatience(0),
      this.group.parameters('/t'),
      (listed) => {
        for (const handle of listed) {
          if (!this.handles.some((known) => known.handle === handle)) {
            this.handles.push(
              new WatchedHandle(handle, { ...this.options, refreshTimeout: LONGEST_TIMEOUT }),
            );
          }
        }
        this.look();
      },
      (error) => this.promises.checkError(error),
    );
  }

  read(index: number): void {
    const watched = this.#watched(index);
    this.promises.forces.noteRead();
    try {
      this.promises.checkRead(watched, watched.handle.value);
    } catch (error) {
      this.promises.checkError(error);
    }
    this.look();
  }

  get(index: number): void {
    const watched = this.#watched(index);
    this.promises.forces.noteRead();
    const asked = this.promises.mark(watched);
    const inAll = (): number => watched.policy.refreshTimeout + this.#standstills * TICK;
    this.pending.track(
      'strict read',
      { inAll, inSilence: inAll },
      watched.handle.get(),
      (value) => {
        this.promises.checkStrictRead(watched, value, asked);
        this.look();
      },
      (error) => this.promises.checkError(error),
    );
  }

  refresh(index: number): void {
    const watched = this.#watched(index);
    this.#force('forced refresh', () => watched.handle.refresh(), watched.policy);
  }

  /** Forces everything of the world at once, as a whole group or as the whole cache. */
  refreshAll(): void {
    const { group } = this;
    if (group !== undefined) return this.#force('refresh of the group', () => group.refresh(), this.options);
    this.promises.forces.noteForceOfLoaded(this.options.minRefreshInterval);
    this.pending.track(
      'refresh of the cache',
      this.#refreshPatience(this.options.minRefreshInterval),
      this.cache.refresh(),
      () => this.look(),
      (error) => this.promises.checkError(error),
    );
  }

  refreshExpired(): void {
    this.promises.forces.noteRead();
    this.pending.track(
      'refresh of what has expired',
      this.#refreshPatience(0),
      this.cache.refreshExpired(),
      () => this.look(),
      () => this.promises.broke('refreshExpired() rejected'),
    );
  }

  /** Somebody listens who looks around, and who may ask for more. */
  listen(index: number, does: 'look' | 'read' | 'refresh' | 'throw'): void {
    const { handle } = this.#watched(index);
    const { group } = this;
    const listener = (): void => {
      this.look();
      if (this.isHealing || this.isClosed) return;
      if (does === 'read') this.read(index);
      if (does === 'refresh') this.refresh(index);
      if (does === 'throw') throw new Error('A listener that throws.');
    };
    this.wasListenedTo = true;
    if (index % 3 === 0) {
      const subscription = this.cache.changes$.subscribe(() => this.look());
      this.#listening.push(() => subscription.unsubscribe());
    } else if (index % 3 === 1 && group !== undefined) this.#listening.push(group.onChange(listener));
    else this.#listening.push(handle.onChange(listener));
  }

  stopListening(): void {
    this.#listening.shift()?.();
  }

  fail(pick: number, failure: Failure): void {
    this.aws.fail(pick, failure);
  }

  garble(pick: number, variant: number): void {
    this.aws.garble(pick, variant);
  }

  /** The wall clock steps, as when the process was frozen or somebody set it. */
  freeze(seconds: number): void {
    this.#standStill();
    this.runtime.freeze(seconds);
    this.promises.forces.noteClockStep();
  }

  /** The event loop is held up. */
  block(seconds: number): void {
    this.#standStill();
    this.runtime.block(seconds);
  }

  close(): void {
    this.isClosed = true;
    this.cache.close();
  }

  async advance(seconds: number): Promise<void> {
    await this.drain();
    await this.pending.advance(seconds);
    this.settled();
    for (const what of this.pending.overdue) this.promises.broke(what);
  }

  async drain(): Promise<void> {
    await this.runtime.drain();
    this.settled();
  }

  /** While a conversion is held, nobody knows from outside whether its refresh is over. */
  settleDepartures(): void {
    if (this.conversions.waiting === 0) this.aws.settleDepartures();
  }

  /** Everything that could run has run. */
  settled(): void {
    this.settleDepartures();
    this.promises.checkResources();
    if (this.isClosed && this.pending.size > 0) {
      this.promises.broke(`a closed cache let wait: ${this.pending.names.join(', ')}`);
    }
    this.look();
  }

  /** What anybody could see now. */
  look(): void {
    this.promises.checkWhole();
  }

  /** AWS answers everything again, and after the longest wait each value is read once. */
  async heal(): Promise<void> {
    this.isHealing = true;
    this.conversions.letGo();
    this.aws.letGo();
    await this.advance(61);
    const before = this.aws.departures.length;
    for (const [index, { policy }] of this.handles.entries()) {
      if (policy.maxAge === Infinity) this.refresh(index);
      else this.read(index);
    }
    await this.drain();
    if (!this.isClosed) this.promises.checkHealed(before);
    await this.advance(this.options.minRefreshInterval + 1);
    if (this.pending.size > 0) this.promises.broke(`never settled: ${this.pending.names.join(', ')}`);
    if (!this.isClosed) this.promises.checkErrorsOver();
    this.close();
    await this.drain();
    if (this.runtime.timers > 0) this.promises.broke('a closed cache left a timer');
  }

  #standStill(): void {
    this.#standstills += 1;
    this.promises.forces.noteUrgentRead();
  }

  /** For the refresh that is under way, and then the next one. What is answered in parts goes on as long as answers come. */
  #refreshPatience(minRefreshInterval: number): Patience {
    const conversion = (this.options.kind === 'group' ? ROUNDS_OF_CONVERSIONS : 1) * LONGEST_TIMEOUT;
    const longest = CALLS_IN_A_ROW * LONGEST_TIMEOUT + conversion;
    return {
      // A call that is cut off by a standstill is made again.
      inAll: () => 2 * longest + minRefreshInterval + this.#standstills * (TICK + LONGEST_TIMEOUT),
      inSilence: () => Math.max(conversion, minRefreshInterval) + this.#standstills * TICK,
    };
  }

  /** How many refreshes of the group began: what is sent without a further one is another reading of the same. */
  #refreshesOfGroup(): number | undefined {
    return this.group === undefined ? undefined : this.handles[0]?.handle[INTERNALS].unit.lastStarted;
  }

  #noteTimer(): void {
    this.promises.faults.noteAborted();
    if (this.conversions.waiting > 0) this.promises.faults.noteConversion();
    this.settleDepartures();
  }

  #force(
    what: string,
    refresh: () => Promise<void>,
    { minRefreshInterval }: Pick<Policy, 'minRefreshInterval'>,
  ): void {
    const checkForced = this.promises.forces.noteForce(minRefreshInterval);
    const check = (): void => {
      checkForced();
      this.look();
    };
    this.pending.track(what, this.#refreshPatience(minRefreshInterval), refresh(), check, (error) => {
      check();
      this.promises.checkError(error);
    });
  }

  #makeHandle(kind: Kind, pick: number, policy: object): WatchedHandle['handle'] {
    const transform = this.conversions.all[Math.floor(pick / 3) % this.conversions.all.length] as 'number';
    const { cache, group } = this;
    if (kind === 'entry') return cache.parameter('/x', { transform, ...policy });
    if (kind === 'tree')
      return cache.parameters('/t', { shape: pick % 2 === 0 ? 'tree' : 'record', ...policy });
    const names = group === undefined ? ['/x', '/y', '/z'] : ['/user', 'password', '/late'];
    const name = names[pick % 3] as string;
    const place = group ?? cache;
    if (name === 'password') return place.secret(name, { transform, ...policy });
    return place.parameter(name, { transform, ...policy });
  }

  #watched(index: number): WatchedHandle {
    return this.handles[index % this.handles.length] as WatchedHandle;
  }
}
