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
  /** Whether the user of the last version is logged in, and no other. */
  readonly hasRightUser: boolean;
}

const ROTATIONS = 3;
const CALLS = 50;
/** From the new password in the server to the new version of the secret, in milliseconds. */
const WINDOW = 300;
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

class Run {
  private readonly secrets = new InMemorySecretsManager();
  private readonly failures = new Set<string>();
  private readonly users: readonly [string, string];
  private calls = 0;

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
    this.secrets.put(this.recipe.secret, await this.newLogin(this.users[0], 0));
    const app = await this.start();
    const instance = app.get(this.recipe.provider);
    await this.call(instance);
    let refreshes = 0;
    for (let rotation = 1; rotation <= ROTATIONS; rotation += 1) {
      refreshes = Math.max(refreshes, await this.rotate(rotation, instance));
    }
    const hasRightUser = await this.endsWithRightUser(app, instance);
    await app.close();
    const failures = [...this.failures];
    return {
      client: this.client,
      strategy: this.strategy,
      calls: this.calls,
      failures,
      refreshes,
      hasRightUser,
    };
  }

  /** With one user the old password is refused before the new one is current; with two it goes on working. */
  private async rotate(rotation: number, instance: object): Promise<number> {
    const before = this.secrets.callsOf('GetSecretValue').length;
    const login = await this.newLogin(this.userOf(rotation), rotation);
    const window = this.strategy === 'single user' ? WINDOW : 0;
    await this.server.closeConnections(this.users);
    await sleep(HEARD);
    await Promise.all([
      sleep(window).then(() => this.secrets.rotate(this.recipe.secret, login)),
      ...Array.from({ length: CALLS }, async (_, index) => {
        await sleep((index * LOAD) / CALLS);
        await this.call(instance);
      }),
    ]);
    return this.secrets.callsOf('GetSecretValue').length - before;
  }

  private userOf(rotation: number): string {
    const [user, clone] = this.users;
    return this.strategy === 'single user' || rotation % 2 === 0 ? user : clone;
  }

  private async newLogin(username: string, version: number): Promise<object> {
    const password = `password-${version}`;
    await this.server.setPassword(username, password);
    return { username, password, token: `${username}:${password}` };
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
    return users.length === 1 && users[0] === this.userOf(ROTATIONS);
  }

  private async start(): Promise<INestApplicationContext> {
    const testing = Test.createTestingModule({
      imports: [SsmCacheModule.forRoot()],
      providers: [this.recipe.provider],
    });
    const app = await testing.overrideProvider(SECRETS_MANAGER_CLIENT).useValue(this.secrets).compile();
    return app.init();
  }
}
