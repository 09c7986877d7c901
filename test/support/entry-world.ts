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
  state: 'pending' | 'settled';
}

const failures = {
  throttled: () => awsError('ThrottlingException'),
  gone: () => awsError('ParameterNotFound'),
  refused: () => awsError('AccessDeniedException'),
} as const;

export type FailureName = keyof typeof failures;

/**
 * A cache whose every call waits for the test's answer, with the promises of the cache checked at each step. Values are
 * numbers that rise with time: those of an entry are the number of the call that brought them, those of a group the
 * generation at which its members were asked for.
 */
export class EntryWorld {
  readonly runtime = new FakeRuntime();
  readonly cache: SsmCache;
  readonly handles: readonly SsmHandle<number, any>[];
  readonly group: SsmParameterGroup | undefined;
  readonly broken: string[] = [];
  readonly #maxAge: number;
  isClosed = false;
  isHolding = true;
  generation = 1;
  readonly #calls: HeldCall<any>[] = [];
  readonly #began: Moment[] = [];
  readonly #pending: Pending[] = [];
  readonly #newest = new Map<SsmHandle<number, any>, number>();

  constructor(kind: 'entry' | 'group', options: ConstructorParameters<typeof SsmCache>[0] = {}) {
    const client = (operation: string) => (input: any, call?: { abortSignal?: AbortSignal }) =>
      this.#receive(operation, input, call?.abortSignal, kind);
    this.#maxAge = options.maxAge ?? 10;
    this.cache = new SsmCache(
      {
        maxAge: this.#maxAge,
        jitter: 0,
        refreshTimeout: 5,
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
  }

  /** The calls that nobody has answered yet, whether or not anybody still waits for them. */
  get waiting(): readonly HeldCall<any>[] {
    return this.#calls.filter(({ isAnswered }) => !isAnswered);
  }

  get unsettled(): readonly string[] {
    return this.#pending.filter(({ state }) => state === 'pending').map(({ what }) => what);
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
    this.#track('get', handle.get(), (value) => {
      this.#see(handle, value, 'get');
      const entry = this.cache.inspect().find(({ name }) => name === handle.fullName);
      if (this.group !== undefined || entry?.lastError !== undefined || value > callsBefore) return;
      const began = this.#began[value - 1] as Moment;
      const age = Math.max(asked.wall - began.wall, asked.monotonic - began.monotonic) / 1_000;
      if (age > this.#maxAge) this.broken.push(`a strict read was answered with a value ${age} s old`);
    });
  }

  refresh(index = 0): void {
    const handle = this.#handle(index);
    const before = this.group === undefined ? this.#calls.length : this.generation - 1;
    this.#track('refresh', handle.refresh(), () => {
      if (this.isClosed) return;
      const value = this.#lastKnown(handle);
      if (value !== undefined && value <= before) this.broken.push('a refresh joined a departed fetch');
    });
  }

  /** Answers the waiting call that `pick` chooses. */
  answer(pick: number): void {
    this.#pick(pick)?.release();
  }

  /** Lets a call fail; a call for several names is only throttled, since it would be split otherwise. */
  fail(pick: number, failure: FailureName): void {
    const call = this.#pick(pick);
    const isSingle = (call?.input.Names?.length ?? 1) === 1;
    call?.fail(failures[isSingle ? failure : 'throttled']());
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
    for (let step = 0; step < 30; step += 1) await this.runtime.advance(5);
    this.broken.push(...this.unsettled.map((what) => `a ${what} never settled`));
    for (const index of this.handles.keys()) {
      if (this.#maxAge === Infinity) this.refresh(index);
      else this.get(index);
    }
    await this.runtime.advance(10);
    await this.runtime.advance(1);
    this.broken.push(...this.unsettled.map((what) => `a last ${what} never settled`));
    if (!this.isClosed) this.#checkHealed();
    this.close();
    await settle();
    if (this.runtime.timers > 0) this.broken.push('a timer was left');
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
    const value = kind === 'entry' ? this.#calls.length + 1 : this.generation;
    this.#began.push(this.now());
    const text = String(value);
    const body =
      operation === 'GetSecretValue'
        ? { Name: input.SecretId, SecretString: text, VersionId: text }
        : {
            Parameters: (input.Names as string[]).map((Name) => ({
              Name,
              Value: text,
              Type: 'String',
              Version: value,
            })),
          };
    const call = new HeldCall(operation, input, signal, async () => body);
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

  #track<T>(what: string, promise: Promise<T>, check: (value: T) => void): void {
    const pending: Pending = { what, state: 'pending' };
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

  /** The members of a group are all of one generation. */
  #checkWhole(): void {
    if (this.group === undefined) return;
    const seen = new Set(
      this.handles.map((handle) => (handle.version === undefined ? 'none' : String(handle.version))),
    );
    seen.delete('none');
    if (seen.size > 1) this.broken.push(`the group was torn: ${[...seen].join(', ')}`);
  }
}
