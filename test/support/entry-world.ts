import { SsmCache, type SsmHandle, type SsmParameterGroup } from 'nestjs-ssm-cache';
import { FakeRuntime, settle } from './fake-runtime.js';
import { HeldCall } from './held-call.js';
import { awsError } from './make-cache.js';

interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

interface Pending {
  readonly what: string;
  /** How long the process had been awake, in seconds, when it was asked for. */
  readonly since: number;
  /** How long it may take, in seconds. */
  readonly limit: number;
  /** How much longer with each standstill of the process. */
  readonly longer: number;
  state: 'pending' | 'settled';
}

const REFRESH_TIMEOUT = 5;
/** A standstill is found out after so many seconds at most, and a reader is given them back. */
const TICK = 0.25;
/** A group is read again where it changed meanwhile, so many times at most. */
const MAX_READINGS = 5;

const failures = {
  throttled: () => awsError('ThrottlingException'),
  gone: () => awsError('ResourceNotFoundException'),
  refused: () => awsError('AccessDeniedException'),
} as const;

export type FailureName = keyof typeof failures;

/**
 * A cache whose every call waits for the test's answer, with the promises of the cache checked at each step. Values are
 * numbers that rise with time: those of an entry are the number of the call that brought them, those of a group the
 * generation at which AWS answered. Generations change at any moment, also between the calls of a group.
 */
export class EntryWorld {
  readonly runtime = new FakeRuntime();
  readonly cache: SsmCache;
  readonly handles: readonly SsmHandle<number, any>[];
  readonly group: SsmParameterGroup | undefined;
  readonly broken: string[] = [];
  readonly #maxAge: number;
  readonly #minRefreshInterval: number;
  isClosed = false;
  isHolding = true;
  generation = 1;
  #awake = 0;
  #standstills = 0;
  readonly #calls: HeldCall<any>[] = [];
  readonly #began: Moment[] = [];
  readonly #pending: Pending[] = [];
  /** The last call, among those that were answered in time, of which AWS said that the name does not exist; by name. */
  readonly #gone = new Map<string, number>();
  readonly #changedAt: Date[] = [];
  readonly #newest = new Map<SsmHandle<number, any>, number>();

  constructor(kind: 'entry' | 'group', options: ConstructorParameters<typeof SsmCache>[0] = {}) {
    const client = (operation: string) => (input: any, call?: { abortSignal?: AbortSignal }) =>
      this.#receive(operation, input, call?.abortSignal, kind);
    this.#maxAge = options.maxAge ?? 10;
    this.#minRefreshInterval = options.minRefreshInterval ?? 1;
    this.cache = new SsmCache(
      {
        maxAge: this.#maxAge,
        jitter: 0,
        refreshTimeout: REFRESH_TIMEOUT,
        ...options,
        ssmClient: { getParameters: client('GetParameters') },
        secretsManagerClient: { getSecretValue: client('GetSecretValue') },
      },
      this.runtime,
    );
    if (kind === 'entry') {
      this.handles = [this.cache.parameter<number>('/x', { transform: 'number' })];
    } else {
      this.group = this.cache.createGroup();
      this.handles = [
        this.group.parameter<number>('/user', { transform: 'number' }),
        this.group.parameter<number>('/host', { transform: async (text) => Number(text) }),
        this.group.secret<number>('password', { transform: 'number' }),
      ];
      this.group.onChange(() => this.#checkWhole());
    }
    for (const handle of this.handles) handle.onChange(() => this.#checkWhole());
    this.#noteChange();
  }

  /** The calls that nobody has answered yet, whether or not anybody still waits for them. */
  get waiting(): readonly HeldCall<any>[] {
    return this.#calls.filter(({ isAnswered }) => !isAnswered);
  }

  get unsettled(): readonly string[] {
    return this.#pending.filter(({ state }) => state === 'pending').map(({ what }) => what);
  }

  /** AWS changes all that the group is made of, at one moment. */
  rotate(): void {
    this.generation += 1;
    this.#noteChange();
  }

  async advance(seconds: number): Promise<void> {
    await this.runtime.advance(seconds);
    this.#awake += seconds;
    for (const { what, state, since, limit, longer } of this.#pending) {
      const most = limit + this.#standstills * longer;
      if (state === 'pending' && this.#awake - since > most)
        this.broken.push(`a ${what} took more than ${most} s`);
    }
  }

  /** The wall clock steps, as when the process was frozen or somebody set it. */
  freeze(seconds: number): void {
    this.#standstills += 1;
    this.runtime.freeze(seconds);
  }

  now(): Moment {
    return this.runtime.clock.now();
  }

  read(index = 0): void {
    const handle = this.#handle(index);
    try {
      this.#see(handle, handle.value, 'read');
    } catch (error) {
      this.#checkError(error);
    }
    this.#checkWhole();
  }

  get(index = 0): void {
    const handle = this.#handle(index);
    const asked = this.now();
    const callsBefore = this.#calls.length;
    const gone = this.#isAtRest ? this.#gone.get(handle.fullName) : undefined;
    this.#track('get', handle.get(), { limit: REFRESH_TIMEOUT, longer: TICK }, (value) => {
      this.#see(handle, value, 'get');
      if (gone !== undefined && value <= gone)
        this.broken.push(`a strict read gave ${value} although AWS said after ${gone} that it is gone`);
      const entry = this.cache.inspect().find(({ name }) => name === handle.fullName);
      if (this.group !== undefined || entry?.lastError !== undefined || value > callsBefore) return;
      if (this.now().monotonic - asked.monotonic >= REFRESH_TIMEOUT * 1_000) return;
      const began = this.#began[value - 1] as Moment;
      const age = Math.max(asked.wall - began.wall, asked.monotonic - began.monotonic) / 1_000;
      if (age > this.#maxAge) this.broken.push(`a strict read was answered with a value ${age} s old`);
    });
  }

  refresh(index = 0): void {
    const handle = this.#handle(index);
    const before = this.group === undefined ? this.#calls.length : this.generation - 1;
    const readings = this.group === undefined ? 1 : MAX_READINGS;
    // The refresh that is under way, then its own; a call that is cut off by a standstill is made again.
    const limit = readings * 2 * REFRESH_TIMEOUT + this.#minRefreshInterval;
    this.#track('refresh', handle.refresh(), { limit, longer: TICK + REFRESH_TIMEOUT }, () => {
      if (this.isClosed) return;
      const value = this.#lastKnown(handle);
      if (value !== undefined && value <= before) this.broken.push('a refresh joined a departed fetch');
    });
  }

  /** Answers the waiting call that `pick` chooses. */
  answer(pick: number): void {
    this.#pick(pick)?.release();
  }

  /** Lets a call fail; a call for several names is only throttled or gone, since it would be split otherwise. */
  fail(pick: number, failure: FailureName): void {
    const call = this.#pick(pick);
    if (call === undefined) return;
    const isSingle = (call.input.Names?.length ?? 1) === 1;
    if (failure === 'gone') this.#vanish(call);
    else call.fail(failures[isSingle ? failure : 'throttled']());
  }

  garble(pick: number): void {
    this.#pick(pick)?.answer({ Parameters: [null, { Name: '/x', Value: 7 }], SecretString: 7 });
  }

  close(): void {
    this.isClosed = true;
    this.cache.close();
  }

  /** AWS answers everything again: whatever was asked for has to settle. */
  async recover(): Promise<void> {
    this.isHolding = false;
    for (const call of this.waiting) call.release();
    for (let step = 0; step < 30; step += 1) await this.advance(5);
    this.broken.push(...this.unsettled.map((what) => `a ${what} never settled`));
    for (const index of this.handles.keys()) {
      if (this.#maxAge === Infinity) this.refresh(index);
      else this.get(index);
    }
    await this.advance(10);
    await this.advance(1);
    this.broken.push(...this.unsettled.map((what) => `a last ${what} never settled`));
    if (!this.isClosed) this.#checkHealed();
    this.close();
    await settle();
    if (this.runtime.timers > 0) this.broken.push('a timer was left');
  }

  /** Whether nothing is under way, so that all that AWS said has been taken note of. */
  get #isAtRest(): boolean {
    return this.waiting.every(({ signal }) => signal?.aborted === true);
  }

  /** AWS says that there is no such name, and has it again afterwards. */
  #vanish(call: HeldCall<any>): void {
    const names: readonly string[] = call.input.Names ?? [call.input.SecretId];
    const latest = this.group === undefined ? this.#calls.indexOf(call) + 1 : this.generation;
    if (call.signal?.aborted !== true) for (const name of names) this.#gone.set(name, latest);
    if (call.operation === 'GetParameters') call.answer({ InvalidParameters: names });
    else call.fail(failures.gone());
    this.rotate();
  }

  /** The clock of AWS is never set back. */
  #noteChange(): void {
    const latest = Math.max(this.now().wall, this.#changedAt.at(-1)?.getTime() ?? 0);
    this.#changedAt.push(new Date(latest));
  }

  #checkHealed(): void {
    for (const handle of this.handles) {
      if (this.#lastKnown(handle) === undefined) this.broken.push('a value did not heal');
    }
    if (this.cache.inspect().some(({ lastError }) => lastError !== undefined)) {
      this.broken.push('an error outlived the recovery');
    }
  }

  #receive(
    operation: string,
    input: any,
    signal: AbortSignal | undefined,
    kind: 'entry' | 'group',
  ): Promise<unknown> {
    const inFlight = this.waiting.filter((call) => call.operation === operation && !call.signal?.aborted);
    if (inFlight.length > 0) this.broken.push('two fetches were in flight for one unit');
    if (this.isClosed) this.broken.push('a closed cache sent a call');
    const number = this.#calls.length + 1;
    this.#began.push(this.now());
    const body = (): unknown => {
      const version = kind === 'entry' ? number : this.generation;
      const text = String(version);
      const date = this.#changedAt.at(-1);
      if (operation === 'GetSecretValue') {
        return { Name: input.SecretId, SecretString: text, VersionId: text, CreatedDate: date };
      }
      const common = { Value: text, Type: 'String', Version: version, LastModifiedDate: date };
      return { Parameters: (input.Names as string[]).map((Name) => ({ Name, ...common })) };
    };
    const call = new HeldCall(operation, input, signal, async () => body());
    this.#calls.push(call);
    if (!this.isHolding) call.release();
    return call.promise;
  }

  #handle(index: number): SsmHandle<number, any> {
    return this.handles[index % this.handles.length] as SsmHandle<number, any>;
  }

  #pick(pick: number): HeldCall<any> | undefined {
    const { waiting } = this;
    return waiting[pick % Math.max(1, waiting.length)];
  }

  #track<T>(
    what: string,
    promise: Promise<T>,
    patience: Pick<Pending, 'limit' | 'longer'>,
    check: (value: T) => void,
  ): void {
    const pending: Pending = { what, since: this.#awake, ...patience, state: 'pending' };
    this.#pending.push(pending);
    promise
      .then(check, (error: unknown) => this.#checkError(error))
      .finally(() => (pending.state = 'settled'));
  }

  #see(handle: SsmHandle<number, any>, value: number, how: string): void {
    const newest = this.#newest.get(handle) ?? 0;
    if (value < newest) this.broken.push(`a ${how} gave ${value} after ${newest}`);
    this.#newest.set(handle, Math.max(value, newest));
    if (this.isClosed && how === 'read') this.broken.push('a closed cache gave a value');
  }

  #lastKnown(handle: SsmHandle<number, any>): number | undefined {
    try {
      return handle.value;
    } catch {
      return undefined;
    }
  }

  #checkError(error: unknown): void {
    const { code } = error as { code?: string };
    if (code === undefined || !code.startsWith('SSM_CACHE_'))
      this.broken.push(`an error of its own: ${String(error)}`);
    if (this.isClosed !== (code === 'SSM_CACHE_CLOSED') && this.isClosed) {
      this.broken.push(`a closed cache failed with ${String(code)}`);
    }
  }

  /** The members of a group are all of one moment of AWS. */
  #checkWhole(): void {
    if (this.group === undefined) return;
    const seen = new Set(
      this.handles.map((handle) => (handle.version === undefined ? 'none' : String(handle.version))),
    );
    seen.delete('none');
    if (seen.size > 1) this.broken.push(`the group was torn: ${[...seen].join(', ')}`);
  }
}
