import { SsmCache, type SecretsManagerParameter } from 'nestjs-ssm-cache';
import type { CacheEvents } from '../../../lib/runtime/cache-events.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { FakeRuntime } from '../fake-runtime.js';
import { loginOf, RotatingVault, SECRET, type Failure, type Login, type Strategy } from './rotating-vault.js';
import { Trials, type Trial } from './trials.js';

export interface WorldOptions {
  readonly kind: 'secret' | 'group';
  readonly strategy: Strategy;
  readonly minRefreshInterval: number;
  /** Whether the answers of AWS wait for the schedule. */
  readonly isHolding: boolean;
  /** Whether AWS may fail, and conversions may take too long. */
  readonly mayFail: boolean;
}

/** Who calls the database: how often and how they are repeated, and whether they keep a login in a pool. */
export const CALLERS = ['prompt', 'patient', 'pooled', 'plain'] as const;

export type Caller = (typeof CALLERS)[number];

/** A login, and the trial that it was read in. */
interface Held {
  readonly login: Login;
  readonly trial: Trial | undefined;
}

/** What a callback has connected with, and in which turn. */
interface Pool extends Held {
  readonly since: number;
}

/** One attempt of a call, that the database answers when the schedule says so. */
interface OpenAttempt {
  readonly caller: Caller;
  readonly held: Held;
  readonly isRepeat: boolean;
  resolve(rows: string): void;
  reject(error: unknown): void;
}

interface Call {
  readonly caller: Caller;
  attempts: number;
}

const isLoginFailure = ({ code }: { code?: string }): boolean => code === '28P01';

const OPTIONS = {
  prompt: { on: isLoginFailure, pending: true, retries: 3 },
  patient: { on: isLoginFailure, pending: true, retries: 2, delay: 3 },
  pooled: { on: isLoginFailure, pending: true, retries: 2, delay: 0.5 },
  plain: { on: isLoginFailure, retries: 2, delay: 1 },
} as const;

/**
 * A database whose login rotates in the steps of a schedule, the cache that reads the login, and the calls that log in with it.
 * What must never be is noted in `broken`.
 */
export class RotationWorld {
  readonly broken: string[] = [];
  readonly runtime = new FakeRuntime();
  readonly vault: RotatingVault;
  readonly #cache: SsmCache;
  /** What it sees is what all see that can use the value. `inspect()` shows what one sees that cannot, such as one that is slow. */
  readonly #password: SecretsManagerParameter<string>;
  readonly #trials: Trials;
  /** The password of each user. */
  readonly #accounts = new Map<string, string>();
  readonly #start: Record<Caller, (call: Call) => Promise<string>>;
  readonly #read: () => readonly unknown[];
  #attempts: OpenAttempt[] = [];
  #callbacks: (() => void)[] = [];
  #conversions: (() => void)[] = [];
  #pool: Pool | undefined;
  #unsettled = 0;
  #isClosed = false;
  #isHealing = false;
  #turn = 0;
  #failures = { pending: 0, plain: 0 };
  #refreshes = 0;
  #looks = 0;
  #lookedAt = -Infinity;
  #isLookInVain = false;

  constructor(private readonly options: WorldOptions) {
    const { kind, strategy, minRefreshInterval, isHolding } = options;
    this.vault = new RotatingVault(this.runtime, strategy);
    this.vault.isHolding = false;
    this.vault.onCall = (stage) => stage === 'AWSPENDING' && this.#checkLook();
    this.vault.onPending = (version) => {
      this.#isLookInVain = version === undefined || this.#trials.isWithdrawn(version);
    };
    const { ssmClient, secretsManagerClient } = this.vault;
    const events: CacheEvents = {
      refreshStarted: () => this.#trials.onRefreshStarted(this.#turn),
      refreshSettled: ({ outcome }) => {
        this.observe();
        if (outcome === 'refreshed') this.#trials.onRefreshed();
      },
    };
    const { clock, scheduler, logger, random } = this.runtime;
    this.#cache = new SsmCache(
      { jitter: 0, minRefreshInterval, ssmClient, secretsManagerClient },
      { clock, scheduler, logger, random, events },
    );
    const group = kind === 'group' ? this.#cache.createGroup() : undefined;
    const place = group ?? this.#cache;
    group?.parameter('/host');
    const user = place.secret(SECRET, { key: 'username' });
    const password = place.secret(SECRET, { key: 'password' });
    const number = place.secret(SECRET, { key: 'number' });
    const whole = place.secret<Login>(SECRET, { transform: 'json' });
    this.#read = () => [user.value, password.value, number.value, whole.value];
    this.#password = password;
    this.#trials = new Trials(this.broken);
    const attempt = (call: Call): Promise<string> => this.#attempt(call);
    this.#start = {
      prompt: (group ?? whole).refreshOnError(attempt, OPTIONS.prompt),
      patient: password.refreshOnError(attempt, OPTIONS.patient),
      pooled: password.refreshOnError(attempt, { ...OPTIONS.pooled, onRefresh: () => this.#reconnect() }),
      plain: password.refreshOnError(attempt, OPTIONS.plain),
    };
    this.set(1);
    this.#loading = Promise.all([user.get(), password.get(), number.get(), whole.get()]).then(() => {
      this.vault.isHolding = isHolding;
    });
  }

  readonly #loading: Promise<void>;

  async load(): Promise<void> {
    await this.#loading;
    this.#connect();
    this.vault.asked.length = 0;
  }

  /** The database takes the login of a version from now on, of this user. */
  set(number: number): void {
    const { username, password } = loginOf(number, this.options.strategy);
    this.#accounts.set(username, password);
  }

  call(caller: Caller): void {
    if (this.#isClosed) return;
    this.#unsettled += 1;
    const end = (): void => {
      this.#unsettled -= 1;
    };
    this.#start[caller]({ caller, attempts: 0 }).then(end, end);
  }

  /** The database answers an attempt. */
  serve(pick: number): void {
    const attempt = this.#take(pick);
    if (attempt === undefined) return;
    this.observe();
    const { caller, held, isRepeat } = attempt;
    if (this.#accounts.get(held.login.username) === held.login.password) {
      if (isRepeat) this.#trials.onSuccess(held.trial);
      attempt.resolve('rows');
      return;
    }
    this.#failures[caller === 'plain' ? 'plain' : 'pending'] += 1;
    this.#trials.onFailure(held.trial, this.#turn);
    attempt.reject(Object.assign(new Error('login'), { code: '28P01' }));
  }

  /** An attempt ends for another reason. */
  drop(pick: number): void {
    this.#take(pick)?.reject(new Error('The connection is lost.'));
  }

  endCallback(): void {
    this.#callbacks.shift()?.();
  }

  endConversion(): void {
    this.#conversions.shift()?.();
  }

  /** A reader that takes time to convert what it reads. */
  join(): void {
    if (this.#isClosed || !this.options.mayFail) return;
    const slow = this.#cache.secret(SECRET, { transform: this.#slowly });
    slow.get().catch(() => undefined);
  }

  /** AWS fails a call, or answers without a value. */
  fail(pick: number, name: Failure): void {
    if (this.options.mayFail) this.vault.fail(pick, name);
  }

  refresh(): void {
    if (this.#isClosed) return;
    this.#refreshes += 1;
    this.#password.refresh().catch(() => undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.#cache.close();
    this.#trials.observe(undefined);
  }

  async drain(): Promise<void> {
    await this.runtime.drain();
    this.#turn += 1;
    this.observe();
    this.#trials.onDrained();
  }

  async advance(seconds: number): Promise<void> {
    await this.drain();
    await this.runtime.advance(seconds);
    await this.drain();
  }

  /** What anybody can see now. */
  observe(): void {
    if (this.#isClosed) return;
    this.#checkRead();
    const { state, raw } = this.#password[INTERNALS];
    this.#trials.observe(state === 'provisional' ? Number(raw?.version) : undefined);
  }

  /** Everything answers again, and the next rotation is invisible. */
  async heal(): Promise<void> {
    this.#isHealing = true;
    for (const end of [...this.#callbacks.splice(0), ...this.#conversions.splice(0)]) end();
    this.vault.letGo();
    this.vault.pending = undefined;
    this.set(this.vault.current);
    await this.#serveFor(60);
    if (this.#unsettled > 0) this.broken.push(`${this.#unsettled} calls never ended`);
    const { kind, isHolding, mayFail } = this.options;
    if (kind === 'secret' && !isHolding && !mayFail) this.#checkCalls();
    if (!this.#isClosed) await this.#rotateUnnoticed();
    this.close();
    await this.drain();
    if (this.runtime.timers > 0) this.broken.push('a closed cache left a timer');
  }

  async #rotateUnnoticed(): Promise<void> {
    this.vault.create();
    this.set(this.vault.pending as number);
    this.#connect();
    for (const caller of ['prompt', 'patient', 'pooled'] as const) this.call(caller);
    await this.#serveFor(0);
    if (this.#unsettled > 0) this.broken.push('a call waited although a pending version works');
    this.vault.finish();
    await this.advance(10);
    this.refresh();
    await this.advance(10);
    const { state, raw } = this.#password[INTERNALS];
    if (state !== 'fresh' || Number(raw?.version) !== this.vault.current)
      this.broken.push(`${raw?.version} is ${state} after version ${this.vault.current} became current`);
  }

  async #serveFor(seconds: number): Promise<void> {
    for (let second = 0; second <= seconds; second += 1) {
      do {
        while (this.#attempts.length > 0) this.serve(0);
        await this.drain();
      } while (this.#attempts.length > 0);
      if (second < seconds) await this.runtime.advance(1);
    }
  }

  async #attempt(call: Call): Promise<string> {
    call.attempts += 1;
    const isRepeat = call.attempts > 1;
    const held = call.caller === 'pooled' ? this.#pooled() : this.#live();
    return new Promise((resolve, reject) => {
      this.#attempts.push({ caller: call.caller, held, isRepeat, resolve, reject });
    });
  }

  #live(): Held {
    this.observe();
    const [, , , whole] = this.#read();
    const login = whole as Login;
    return { login, trial: this.#trials.of(Number(login.number)) };
  }

  /** What is read while the callback goes on, and until its end is noticed, says nothing of a trial for sure. */
  #pooled(): Held {
    this.observe();
    const { login, trial, since } = this.#pool as Pool;
    if (since < this.#turn) return { login, trial };
    trial?.blur();
    return { login, trial: undefined };
  }

  async #reconnect(): Promise<void> {
    if (!this.#isHealing) await new Promise<void>((resolve) => this.#callbacks.push(resolve));
    this.#connect();
  }

  #connect(): void {
    try {
      this.#pool = { ...this.#live(), since: this.#turn };
    } catch {
      // Where AWS refuses the secret the old login stays.
    }
  }

  readonly #slowly = (text: unknown): unknown =>
    this.#isHealing
      ? JSON.parse(String(text))
      : new Promise((resolve) => this.#conversions.push(() => resolve(JSON.parse(String(text)))));

  #take(pick: number): OpenAttempt | undefined {
    return this.#attempts.splice(pick % Math.max(1, this.#attempts.length), 1)[0];
  }

  #checkRead(): void {
    let read: readonly unknown[];
    try {
      read = this.#read();
    } catch {
      return;
    }
    const [username, password, number, whole] = read;
    const expected = loginOf(Number(number), this.options.strategy);
    const isWhole = JSON.stringify(whole) === JSON.stringify(expected);
    if (username !== expected.username || password !== expected.password || !isWhole)
      this.broken.push(`versions are mixed: ${JSON.stringify(read)}`);
  }

  /** AWS is asked for a pending version only since a call has failed, and not too often. */
  #checkLook(): void {
    const now = this.runtime.clock.now().monotonic;
    this.#looks += 1;
    if (this.#looks > this.#failures.pending)
      this.broken.push('more pending versions were read than calls failed');
    const isTooSoon = now - this.#lookedAt < this.options.minRefreshInterval * 1_000 - 0.001;
    if (this.#isLookInVain && isTooSoon)
      this.broken.push('pending versions were read too soon one after the other');
    this.#lookedAt = now;
  }

  /**
   * A call that fails costs one refresh, and one read of the pending version where it has the option. If the pending version is
   * withdrawn before the call is repeated with it, another refresh follows.
   */
  #checkCalls(): void {
    const { pending, plain } = this.#failures;
    const most = this.#refreshes + (this.#trials.hasWithdrawn ? 3 : 2) * pending + plain;
    const { length } = this.vault.asked;
    if (length > most)
      this.broken.push(
        `${length} calls to AWS for ${pending} and ${plain} failures, and ${this.#refreshes} refreshes`,
      );
  }
}
