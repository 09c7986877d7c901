import { describe, expect, it } from '@jest/globals';
import type { PendingTrial } from '../../../lib/engine/pending-trial.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache } from '../../support/make-cache.js';
import { loginOf, RotatedSecret, SECRET } from '../../support/rotated-secret.js';
import { readStateTable } from '../../support/state-table.js';

const table = readStateTable('engine/pending-trial.ts');
const FOREVER = 1_000_000;
const LOGIN_FAILURE = new Error('28P01');

/** A call to a database that is answered by the test. */
interface OpenCall {
  succeed(): void;
  fail(): void;
}

/** A secret with a pending version, the calls that log in with it, and the trial. */
class World {
  readonly #made = makeCache({ jitter: 0, minRefreshInterval: 0 });
  readonly secret = new RotatedSecret(this.#made.secrets);
  readonly vault = this.#made.vault;
  readonly #user = this.#made.cache.secret(SECRET, { key: 'username' });
  readonly #password = this.#made.cache.secret(SECRET, { key: 'password' });
  /** Calls that began before the trial. */
  patient!: OpenCall;
  prompt!: OpenCall;
  /** What the calls that are repeated wait for. */
  readonly repeats: OpenCall[] = [];

  async load(): Promise<void> {
    await Promise.all([this.#user.get(), this.#password.get()]);
    this.patient = this.call({ delay: FOREVER });
    this.prompt = this.call({});
    this.secret.create();
  }

  get trial(): PendingTrial {
    return this.#password[INTERNALS].unit.startTrial();
  }

  get entry() {
    return this.#made.cache.inspect()[0];
  }

  /** What all readers of the secret get. */
  get login(): object | undefined {
    try {
      return { username: this.#user.value, password: this.#password.value };
    } catch {
      return undefined;
    }
  }

  get messages(): readonly string[] {
    return this.#made.runtime.messages;
  }

  /** A call that begins now. What repeats it is among `repeats`. */
  call(options: { pending?: boolean; delay?: number }): OpenCall {
    const opened: OpenCall[] = [];
    const query = this.#password.refreshOnError(
      () =>
        new Promise<void>((resolve, reject) => {
          const open = { succeed: resolve, fail: () => reject(LOGIN_FAILURE) };
          if (opened.length > 0) this.repeats.push(open);
          opened.push(open);
        }),
      options,
    );
    query().catch(() => undefined);
    return opened[0] as OpenCall;
  }

  async refresh(): Promise<void> {
    await this.#password.refresh().catch(() => undefined);
  }

  async look(): Promise<void> {
    const { policy } = this.#password[INTERNALS];
    const candidate = await this.trial.look(policy, () => true);
    if (candidate !== undefined) this.trial.begin(candidate);
  }

  /** Answers the calls for AWSPENDING in place of the service. */
  async lookWhere(answer: () => unknown): Promise<void> {
    const { store } = this.vault;
    this.vault.instead = (_operation, input) =>
      input.VersionStage === 'AWSPENDING' ? answer() : store.getSecretValue(input);
    await this.look();
    this.vault.instead = undefined;
  }

  async refreshWhere(name: string): Promise<void> {
    this.vault.instead = () => {
      throw awsError(name);
    };
    await this.refresh();
    this.vault.instead = undefined;
  }

  close(): void {
    this.#made.cache.close();
  }
}

const toTried = async (world: World): Promise<void> => {
  world.call({ pending: true, delay: FOREVER }).fail();
  await settle();
};

const toProven = async (world: World): Promise<void> => {
  await toTried(world);
  world.repeats.pop()?.succeed();
  await settle();
};

const toDoubted = async (world: World): Promise<void> => {
  await toProven(world);
  world.call({ delay: FOREVER }).fail();
  await settle();
};

/** How to reach each state. */
const WAYS: Record<string, (world: World) => Promise<void>> = {
  current: async () => settle(),
  tried: toTried,
  proven: toProven,
  doubted: toDoubted,
};

const NO_VALUE = {
  ARN: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${SECRET}-AbCdEf`,
  VersionId: 'x',
};

const EVENTS: Record<string, (world: World) => unknown> = {
  'a call fails with it': (world) => world.call({ delay: FOREVER }).fail(),
  'a call fails that began before': (world) => world.patient.fail(),
  'a repeated call succeeds with it': async (world) => {
    world.prompt.fail();
    await settle();
    world.repeats.pop()?.succeed();
  },
  'a first call succeeds with it': (world) => world.call({ pending: true }).succeed(),
  'AWSPENDING: a version not tried yet': (world) => {
    if (world.trial.state !== 'current') world.secret.create();
    return world.look();
  },
  'AWSPENDING: what is read already': (world) => {
    if (world.trial.state === 'current') world.secret.markCurrentAsPending();
    return world.look();
  },
  'AWSPENDING: tried and withdrawn': async (world) => {
    await toTried(world);
    world.repeats.pop()?.fail();
    await settle();
    await world.look();
  },
  'AWSPENDING: missing': (world) => {
    world.secret.abandon();
    return world.look();
  },
  'AWSPENDING: empty': async (world) => {
    await world.lookWhere(() => NO_VALUE);
    await world.lookWhere(() => ({ ...NO_VALUE, SecretString: '' }));
  },
  'AWSPENDING: cannot be converted': (world) => {
    world.secret.create({ username: 'without a password' });
    return world.look();
  },
  'AWSPENDING: denied': async (world) => {
    const deny = (): never => {
      throw awsError('AccessDeniedException');
    };
    await world.lookWhere(deny);
    await world.lookWhere(deny);
  },
  'AWSPENDING: not answered': (world) =>
    world.lookWhere(() => {
      throw awsError('ThrottlingException');
    }),
  'refresh: current is what it was': (world) => world.refresh(),
  'refresh: the pending one is current': (world) => {
    world.secret.finish();
    return world.refresh();
  },
  'refresh: another one is current': (world) => {
    world.secret.put();
    return world.refresh();
  },
  'refresh: denied': (world) => world.refreshWhere('AccessDeniedException'),
  'refresh: not answered': (world) => world.refreshWhere('ThrottlingException'),
  'close()': (world) => world.close(),
};

const cases = table.filter(({ next }) => next !== '–');

const reached = async (state: string): Promise<World> => {
  const world = new World();
  await world.load();
  await WAYS[state]?.(world);
  expect(world.trial.state).toBe(state);
  return world;
};

describe('The table of provisional values', () => {
  it('is about every state and every event', () => {
    expect([...new Set(table.map(({ state }) => state))]).toEqual(Object.keys(WAYS));
    expect([...new Set(table.map(({ event }) => event))]).toEqual(Object.keys(EVENTS));
    expect(cases).toHaveLength(69);
  });

  it.each(cases)('says that $state becomes $next with: $event', async ({ state, event, next }) => {
    const world = await reached(state);
    const before = world.login;

    await EVENTS[event]?.(world);
    await settle();

    const isOver = ['close()', 'refresh: denied'].includes(event);
    const isNewTrial = event === 'AWSPENDING: a version not tried yet';
    const provisional = isNewTrial ? loginOf(world.secret.pending as number) : before;
    const login = next === 'current' ? loginOf(world.secret.current) : provisional;
    expect(world.trial.state).toBe(next);
    expect(world.login).toEqual(isOver ? undefined : login);
    expect(world.entry?.state === 'provisional').toBe(next !== 'current');
  });

  it('is about what a withdrawal and a denial tell in the log, each once', async () => {
    const denied = await reached('current');
    await EVENTS['AWSPENDING: denied']?.(denied);
    const withdrawn = await reached('tried');
    withdrawn.repeats.pop()?.fail();
    await settle();

    expect(denied.messages).toEqual([
      expect.stringMatching(/^warn .*"prod\/db:AWSPENDING".*"pending" has no effect/),
    ]);
    expect(withdrawn.messages.filter((message) => message.includes('pending version'))).toEqual([
      expect.stringMatching(/^warn The pending version of "prod\/db" was refused too/),
    ]);
  });
});
