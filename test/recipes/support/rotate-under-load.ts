import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SECRETS_MANAGER_CLIENT, SsmCache, SsmCacheModule } from 'nestjs-ssm-cache';
import { InMemorySecretsManager } from 'nestjs-ssm-cache/testing';

/** How Secrets Manager rotates: one user who gets a new password, or two users in turn. */
export type Strategy = 'single user' | 'alternating users';

/** A server as an administrator sees it. */
export interface Server {
  createUser(user: string): Promise<void>;
  setPassword(user: string, password: string): Promise<void>;
  closeConnections(users: readonly string[]): Promise<void>;
  usersLoggedIn(users: readonly string[]): Promise<readonly string[]>;
}

/** The class of a recipe. */
export interface Recipe {
  readonly provider: Type<object>;
  /** What provides the class; by default the test does. */
  readonly module?: Type<object>;
  /** The name of its secret. */
  readonly secret: string;
  /** Rejects if the call failed. */
  call(instance: any): Promise<unknown>;
}

/** What became of the calls of one client under one strategy. */
export interface Row {
  readonly client: string;
  readonly strategy: Strategy;
  readonly calls: number;
  /** What calls failed with. */
  readonly failures: readonly string[];
  /** Of the rotation that took most of them. */
  readonly refreshes: number;
  /** How often AWSPENDING was read, of the rotation that took most of them. */
  readonly pendingReads: number;
  /** Whether the user of the last version is logged in, and no other. */
  readonly hasRightUser: boolean;
}

const CALLS = 50;
/** From `setSecret` to `finishSecret`, in milliseconds; one for each rotation. */
const WINDOWS = [0, 300, 2_000];
/** In which the calls of a rotation begin, in milliseconds. */
const LOAD = 600;
/** Until a client has heard that its connections are closed, in milliseconds. */
const HEARD = 150;

/** Rotates the login of each recipe, with both strategies, while calls go on that need new connections. */
export const rotateUnderLoad = async (
  server: Server,
  recipes: Readonly<Record<string, Recipe>>,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const strategy of ['single user', 'alternating users'] as const) {
    const clients = Object.entries(recipes);
    const ofStrategy = clients.map(([client, recipe]) => new Run(server, client, strategy, recipe).row());
    rows.push(...(await Promise.all(ofStrategy)));
  }
  return rows;
};

type Reads = Pick<Row, 'refreshes' | 'pendingReads'>;

const passwordOf = (version: number): string => `password-${version}`;

const loginOf = (username: string, version: number): object => {
  const password = passwordOf(version);
  return { username, password, token: `${username}:${password}` };
};

class Run {
  private readonly secrets = new InMemorySecretsManager();
  private readonly failures = new Set<string>();
  private readonly users: readonly [string, string];
  private calls = 0;
  private current = '';
  private pending = '';

  constructor(
    private readonly server: Server,
    private readonly client: string,
    private readonly strategy: Strategy,
    private readonly recipe: Recipe,
  ) {
    const user = `app_${client}_${strategy}`.replaceAll(/\W/g, '_');
    this.users = [user, `${user}_clone`];
  }

  async row(): Promise<Row> {
    for (const user of this.users) await this.server.createUser(user);
    await this.server.setPassword(this.users[0], passwordOf(0));
    this.current = this.secrets.put(this.recipe.secret, loginOf(this.users[0], 0));
    const app = await this.start();
    const instance = app.get(this.recipe.provider);
    await this.call(instance);
    const reads: Reads[] = [];
    for (const window of WINDOWS) reads.push(await this.rotate(reads.length + 1, window, instance));
    const hasRightUser = await this.endsWithRightUser(app, instance);
    await app.close();
    const failures = [...this.failures];
    return {
      client: this.client,
      strategy: this.strategy,
      calls: this.calls,
      failures,
      refreshes: Math.max(...reads.map(({ refreshes }) => refreshes)),
      pendingReads: Math.max(...reads.map(({ pendingReads }) => pendingReads)),
      hasRightUser,
    };
  }

  /**
   * The steps of AWS's own templates: `createSecret`, `setSecret`, `testSecret` (which only logs in) and `finishSecret`. With one
   * user the old password is refused before the new one is current; with two users it goes on working.
   */
  private async rotate(rotation: number, window: number, instance: object): Promise<Reads> {
    const before = this.reads();
    await this.server.closeConnections(this.users);
    await sleep(HEARD);
    const username = this.userOf(rotation);
    await Promise.all([
      (async () => {
        await this.create(loginOf(username, rotation));
        await this.server.setPassword(username, passwordOf(rotation));
        await sleep(window);
        await this.finish();
      })(),
      ...Array.from({ length: CALLS }, async (_, index) => {
        await sleep((index * (LOAD + window)) / CALLS);
        await this.call(instance);
      }),
    ]);
    const after = this.reads();
    return {
      refreshes: after.refreshes - before.refreshes,
      pendingReads: after.pendingReads - before.pendingReads,
    };
  }

  private async create(login: object): Promise<void> {
    this.pending = randomUUID();
    await this.secrets.putSecretValue({
      SecretId: this.recipe.secret,
      SecretString: JSON.stringify(login),
      VersionStages: ['AWSPENDING'],
      ClientRequestToken: this.pending,
    });
  }

  private async finish(): Promise<void> {
    await this.secrets.updateSecretVersionStage({
      SecretId: this.recipe.secret,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: this.pending,
      RemoveFromVersionId: this.current,
    });
    this.current = this.pending;
  }

  private reads(): Reads {
    const stages = this.secrets
      .callsOf('GetSecretValue')
      .map(({ input }) => (input as { readonly VersionStage?: string }).VersionStage);
    const pendingReads = stages.filter((stage) => stage === 'AWSPENDING').length;
    return { refreshes: stages.length - pendingReads, pendingReads };
  }

  private userOf(rotation: number): string {
    const [user, clone] = this.users;
    return this.strategy === 'single user' || rotation % 2 === 0 ? user : clone;
  }

  private async call(instance: object): Promise<void> {
    this.calls += 1;
    await this.recipe
      .call(instance)
      .catch((error: Error) => this.failures.add(`${error.name}: ${error.message}`));
  }

  private async endsWithRightUser(app: INestApplicationContext, instance: object): Promise<boolean> {
    await app.get(SsmCache).refresh();
    await this.server.closeConnections(this.users);
    await sleep(HEARD);
    await this.call(instance);
    const users = await this.server.usersLoggedIn(this.users);
    return users.length === 1 && users[0] === this.userOf(WINDOWS.length);
  }

  private async start(): Promise<INestApplicationContext> {
    const { module, provider } = this.recipe;
    const testing = Test.createTestingModule({
      imports: [SsmCacheModule.forRoot(), ...(module === undefined ? [] : [module])],
      providers: module === undefined ? [provider] : [],
    });
    const app = await testing.overrideProvider(SECRETS_MANAGER_CLIENT).useValue(this.secrets).compile();
    return app.init();
  }
}
