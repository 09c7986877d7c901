import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { FakeRuntime } from './fake-runtime.js';
import { track } from './make-cache.js';

/** Times are in milliseconds. */
const MAX_AGE = 400;
/** An answer that was lost is missed after an eighth of it. */
const REFRESH_TIMEOUT = 200;
/** How long AWS takes to answer. */
const LATENCY = 30;
/** How long an invocation works between its reads, in slices: a standstill uses up one of them at most. */
const WORK = 200;
const SLICES = 8;
/** A connection outlives a shorter standstill. */
const SHORTEST_LOSS = 1_000;
const STEP = 5;
const PATIENCE = 5_000;

/** One invocation, and how its process stands still. */
export interface FrozenInvocation {
  /** How long after the last one it begins, in milliseconds. */
  readonly idle: number;
  /** When the process stands still, in milliseconds since the beginning. */
  readonly at: number;
  /** For how long, in milliseconds. */
  readonly length: number;
  /** Whether the monotonic clock and the timers stand still too. */
  readonly kind: 'freeze' | 'block';
  /** What becomes of the calls that are under way. */
  readonly calls: 'answered' | 'reset' | 'lost';
  /** How long after the thaw the process hears of them, in milliseconds. */
  readonly late: number;
}

/** What becomes of a call that is under way. */
type Fate = { -readonly [Property in 'calls' | 'late']: FrozenInvocation[Property] };

/** A value whose text is the time at which AWS was asked for it. */
interface Timed {
  readonly value: string;
  get(): Promise<string>;
}

type Tree = { readonly value: Leaf; get(): Promise<Leaf> };
type Leaf = { readonly a: string };

const leafOf = (tree: Tree): Timed => ({
  get value() {
    return tree.value.a;
  },
  get: async () => (await tree.get()).a,
});

/** What a function can read. */
export const KINDS: Readonly<Record<string, (cache: SsmCache, name: string) => Timed>> = {
  'a parameter': (cache, name) => cache.parameter(`/${name}`),
  'a secret': (cache, name) => cache.secret(name),
  'a path': (cache, name) => leafOf(cache.parameters<Leaf>(`/tree/${name}`)),
  'a path that is listened to': (cache, name) => {
    const tree = cache.parameters<Leaf>(`/tree/${name}`);
    tree.onChange(() => undefined);
    return leafOf(tree);
  },
  'a group': (cache, name) => {
    const group = cache.createGroup();
    group.parameter('/other');
    return group.parameter(`/${name}`);
  },
};

/** A function whose process stands still now and then; what it read too late is `broken`. */
export class FrozenFunctionModel {
  readonly broken: string[] = [];
  reads = 0;
  readonly #runtime = new FakeRuntime();
  readonly #parameters = new InMemoryParameterStore();
  readonly #secrets = new InMemorySecretsManager();
  readonly #cache: SsmCache;
  readonly #plain: Timed;
  readonly #strict: Timed;
  readonly #underWay = new Set<Fate>();
  #previous = 0;

  constructor(kind: string) {
    const ask =
      <Input>(call: (input: Input) => Promise<unknown>) =>
      (input: Input): Promise<unknown> =>
        this.#ask(() => call(input));
    this.#cache = new SsmCache(
      {
        maxAge: MAX_AGE / 1_000,
        refreshTimeout: REFRESH_TIMEOUT / 1_000,
        minRefreshInterval: 0,
        ssmClient: {
          getParameters: ask((input: any) => this.#parameters.getParameters(input)),
          getParametersByPath: ask((input: any) => this.#parameters.getParametersByPath(input)),
        },
        secretsManagerClient: {
          getSecretValue: ask((input: any) => this.#secrets.getSecretValue(input)),
          batchGetSecretValue: ask((input: any) => this.#secrets.batchGetSecretValue(input)),
        },
      },
      this.#runtime,
    );
    const make = KINDS[kind] as (cache: SsmCache, name: string) => Timed;
    this.#plain = make(this.#cache, 'plain');
    this.#strict = make(this.#cache, 'strict');
  }

  async start(): Promise<void> {
    this.#previous = this.#wall;
    const started = track(Promise.all([this.#plain.get(), this.#strict.get()]));
    await this.#until(started);
  }

  async invoke(invocation: FrozenInvocation): Promise<void> {
    await this.#runtime.advance(invocation.idle / 1_000);
    const handled = track(this.#handle());
    if (invocation.at > 0) await this.#runtime.advance(invocation.at / 1_000);
    this.#stop(invocation);
    await this.#until(handled);
  }

  close(): void {
    this.#cache.close();
  }

  #stop({ kind, length, calls, late }: FrozenInvocation): void {
    for (const fate of this.#underWay) {
      fate.late = late;
      if (length >= SHORTEST_LOSS) fate.calls = calls;
    }
    this.#runtime[kind](length / 1_000);
  }

  async #handle(): Promise<void> {
    const began = this.#wall;
    const since = this.#previous - MAX_AGE;
    this.#check('plain', this.#plain.value, since);
    await this.#work();
    this.#check('plain', this.#plain.value, since);
    const readAt = this.#wall;
    this.#check('strict', await this.#strict.get(), readAt - MAX_AGE);
    this.#previous = began;
  }

  async #work(): Promise<void> {
    for (let slice = 0; slice < SLICES; slice += 1)
      await new Promise<void>((resolve) => this.#runtime.scheduler.after(WORK / SLICES, resolve, true));
  }

  #check(what: string, value: string, since: number): void {
    this.reads += 1;
    if (!(Number(value) >= since)) this.broken.push(`${what}: ${since - Number(value)} ms too old`);
  }

  async #until(seen: { readonly state: string; readonly error?: unknown }): Promise<void> {
    for (let waited = 0; seen.state === 'pending' && waited < PATIENCE; waited += STEP)
      await this.#runtime.advance(STEP / 1_000);
    if (seen.state !== 'fulfilled') this.broken.push(`${seen.state}: ${String(seen.error)}`);
  }

  get #wall(): number {
    return this.#runtime.clock.now().wall;
  }

  #ask(call: () => Promise<unknown>): Promise<unknown> {
    const now = String(this.#wall);
    for (const name of ['plain', 'strict', 'other']) {
      this.#parameters.put(`/${name}`, now);
      this.#parameters.put(`/tree/${name}/a`, now);
      this.#secrets.put(name, now);
    }
    const answer = call();
    const fate: Fate = { calls: 'answered', late: 0 };
    this.#underWay.add(fate);
    const { scheduler } = this.#runtime;
    return new Promise((resolve, reject) => {
      const hear = (): void => {
        if (fate.calls === 'answered') answer.then(resolve, reject);
        if (fate.calls === 'reset')
          reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
      };
      const arrive = (): void => {
        this.#underWay.delete(fate);
        scheduler.after(fate.late, hear, true);
      };
      scheduler.after(LATENCY, arrive, true);
    });
  }
}
