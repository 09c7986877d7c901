import { ForceIntervals } from './force-intervals.js';
import { Faults } from './faults.js';
import type { Departure, SentCall } from './held-aws.js';
import { momentOf, secondsBetween, type Moment } from './moment.js';
import type { ScheduleWorld } from './schedule-world.js';
import { contentsOf, type WatchedHandle } from './watched-handle.js';

/** What was known when a strict read was asked for. */
export interface ReadMark {
  readonly at: Moment;
  readonly departures: number;
  readonly refusedIn: number;
  readonly goneIn: number;
  readonly newest: number;
}

/** What a cache promises, checked at each step of a schedule by what can be seen from outside. */
export class Promises {
  readonly broken: string[] = [];
  readonly faults: Faults;
  readonly forces: ForceIntervals;

  constructor(private readonly world: ScheduleWorld) {
    this.faults = new Faults(world.runtime, world.aws, world.units);
    this.forces = new ForceIntervals(world, (what) => this.broke(what));
  }

  broke(what: string): void {
    this.broken.push(what);
  }

  mark(watched: WatchedHandle): ReadMark {
    return {
      at: this.#now(),
      departures: this.world.aws.departures.length,
      refusedIn: this.#refusedIn(watched),
      goneIn: this.#goneIn(watched),
      newest: watched.newest,
    };
  }

  checkCall(call: SentCall): void {
    const { aws, isClosed } = this.world;
    if (isClosed) this.broke('a closed cache sent a call');
    if (aws.waiting.some((other) => this.#isOfSameUnit(call, other)))
      this.broke('two fetches were in flight for one unit');
    if (call.departure.calls.length === 0 && call.departure.reading === 0)
      this.forces.checkDeparture(call.departure);
  }

  checkRead(watched: WatchedHandle, value: unknown): void {
    const contents = contentsOf(value);
    const { version } = watched;
    const departures = this.#with(contents[0]);
    if (version !== undefined && version !== contents[0])
      this.broke('a value was read under the version of another');
    if (this.world.isClosed) this.broke('a closed cache gave a value');
    if (last(departures).number <= this.#refusedIn(watched)) this.broke('a refused value was read');
    const { maxAge, maxStale } = watched.policy;
    const age = youngest(departures, this.#now());
    if (age > maxAge + maxStale) this.broke(`a value was read ${age} s old, past maxAge + maxStale`);
    this.#checkContents(watched, contents, watched.newest);
  }

  checkStrictRead(watched: WatchedHandle, value: unknown, asked: ReadMark): void {
    const contents = contentsOf(value);
    const departures = this.#with(contents[0]);
    this.#checkContents(watched, contents, asked.newest);
    if (last(departures).number > asked.departures) return;
    if (last(departures).number <= asked.refusedIn) this.broke('a refused value was read strictly');
    if (last(departures).number <= asked.goneIn) this.broke('a value that is gone was read strictly');
    const { maxAge, maxStale, refreshTimeout } = watched.policy;
    // A clock that is set back meanwhile makes what was old young again, by all that can be known.
    const age = Math.min(youngest(departures, asked.at), youngest(departures, this.#now()));
    if (age <= maxAge) return;
    const isTimeUp = this.#now().monotonic - asked.at.monotonic >= refreshTimeout * 1_000;
    if (!isTimeUp && !this.faults.excuse(asked.at))
      this.broke(`a strict read was ${age} s old, older than maxAge, although AWS answers`);
    if (age > maxAge + maxStale) this.broke(`a strict read was ${age} s old, past maxAge + maxStale`);
  }

  checkError(error: unknown): void {
    const { code } = error as { code?: string };
    if (code === undefined || !code.startsWith('SSM_CACHE_'))
      this.broke(`an error not of ours: ${String(error)}`);
    if (this.world.isClosed !== (code === 'SSM_CACHE_CLOSED') && !this.world.isClosed)
      this.broke('an open cache says that it is closed');
  }

  /** What is held: for each unit a deadline and a wake-up, for each handle a conversion, for each call and each read its end, and one for what is listened to. */
  checkResources(): void {
    const { runtime, handles, units, aws, pending, wasListenedTo } = this.world;
    const most = 2 * units + handles.length + aws.wanted + pending.size + Number(wasListenedTo);
    if (runtime.timers > most) this.broke(`${runtime.timers} timers were set`);
  }

  /** The members of a group are all of one moment of AWS, and those under the path are those that were there. */
  checkWhole(): void {
    const { group, isClosed } = this.world;
    if (group === undefined || isClosed) return;
    const versions = new Set<string>();
    const members: string[] = [];
    for (const { version, name } of group) {
      if (version !== undefined) versions.add(String(version));
      if (name.startsWith('/t/')) members.push(name.slice(3));
    }
    if (versions.size > 1) this.broke(`a group was torn: ${[...versions].join(', ')}`);
    if (members.length === 0) return;
    const found = this.#membersOf(Number([...versions][0]));
    if (members.toSorted().join() !== found.join())
      this.broke(`a group was torn: it has ${members.join()} where AWS has ${found.join()}`);
  }

  checkHealed(before: number): void {
    const now = this.#now();
    for (const watched of this.world.handles) {
      const { maxAge, maxStale } = watched.policy;
      if (maxAge === Infinity || maxAge + maxStale === 0 || this.#hasLeft(watched)) continue;
      const shown = this.#shown(watched);
      if (shown.length === 0) this.broke(`a wake-up was lost: ${watched.name} has no value`);
      else if (last(shown).number <= before && youngest(shown, now) > maxAge)
        this.broke(`a wake-up was lost: the value of ${watched.name} is old`);
    }
  }

  checkErrorsOver(): void {
    const { cache, group } = this.world;
    const members = new Set(Array.from(group ?? [], ({ fullName }) => fullName));
    for (const { lastError, name } of cache.inspect()) {
      if (lastError === undefined || (name.startsWith('/t') && !members.has(name))) continue;
      this.broke(`an error outlived the recovery of ${name}`);
    }
  }

  #checkContents(watched: WatchedHandle, contents: readonly number[], newest: number): void {
    const content = contents[0] as number;
    if (contents.some((one) => one !== content)) this.broke(`a tree was torn: ${contents.join()}`);
    const members = this.#membersOf(content);
    if (watched.isTree && contents.length !== members.length)
      this.broke(`a tree was torn: ${contents.length} values where AWS has ${members.length}`);
    if (content < newest) this.broke(`a read gave ${content} after ${newest}`);
    watched.newest = Math.max(content, watched.newest);
  }

  #shown(watched: WatchedHandle): readonly Departure[] {
    this.forces.noteRead();
    try {
      return this.#with(contentsOf(watched.handle.value)[0]);
    } catch {
      return [];
    }
  }

  /** The number of the last departure, among those that are over, in which AWS refused the value. */
  #refusedIn(watched: WatchedHandle): number {
    const refusal = this.world.aws.departures.findLast(
      (departure) => departure.over !== undefined && watched.isRefusedIn(departure),
    );
    return refusal?.number ?? 0;
  }

  /** The number of the last departure, among those that are over, in which AWS said that there is no such name. */
  #goneIn({ name }: WatchedHandle): number {
    const { departures } = this.world.aws;
    return departures.findLast(({ over, gone }) => over !== undefined && gone.has(name))?.number ?? 0;
  }

  #isOfSameUnit(call: SentCall, other: SentCall): boolean {
    if (!this.faults.isWanted(other)) return false;
    if (this.world.units === 1) return other.departure !== call.departure;
    return other.names.some((name) => call.names.includes(name));
  }

  #hasLeft({ name, handle }: WatchedHandle): boolean {
    const { group } = this.world;
    return group !== undefined && name.startsWith('/t/') && ![...group].includes(handle as never);
  }

  /** What was under the path. */
  #membersOf(content: number): readonly string[] {
    return this.world.aws.contents[content - 1]?.members ?? [];
  }

  /** The departures that found `content`, oldest first. */
  #with(content: number | undefined): readonly Departure[] {
    return this.world.aws.departures.filter(({ contents }) => contents.has(content as number));
  }

  #now(): Moment {
    return momentOf(this.world.runtime);
  }
}

const last = (departures: readonly Departure[]): Departure => departures.at(-1) as Departure;

/** The age of the youngest of `departures` at a moment, in seconds. */
const youngest = (departures: readonly Departure[], at: Moment): number =>
  Math.min(...departures.map((departure) => secondsBetween(departure.at, at)));
