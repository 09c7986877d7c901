import { setTimeout as sleep } from 'node:timers/promises';
import type { ModuleMetadata } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { SECRETS_MANAGER_CLIENT, SSM_CLIENT, SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { Client } from 'pg';

/** How Secrets Manager rotates: one user who gets a new password, or two users in turn. */
export type Strategy = 'single user' | 'alternating users';

export interface Outcome {
  /** What queries failed with. */
  readonly failures: readonly unknown[];
  /** Who is logged in after the last rotation. */
  readonly users: readonly string[];
}

const SECRET = 'prod/db';
const USERS = ['app', 'app_clone'] as const;

/** From the new password in the database to the new version of the secret, in milliseconds. */
const WINDOW = 300;
/** Until a pool has heard that its connections are closed, in milliseconds. */
const HEARD = 150;

/**
 * Starts an application on the database `shop` of a server, rotates its login three times, and queries
 * after each rotation on new connections.
 *
 * @param adminUrl of the server
 * @param ask sends one query
 */
export const surviveRotations = async (
  adminUrl: string,
  strategy: Strategy,
  metadata: ModuleMetadata,
  ask: (app: TestingModule) => Promise<unknown>,
): Promise<Outcome> => {
  const database = new Database(adminUrl);
  const secrets = new InMemorySecretsManager();
  await database.open();
  const login = await database.changePassword(USERS[0], 'first');
  secrets.put(SECRET, login);
  const app = await start(metadata, database.url, secrets);
  const failures = new Set<unknown>();
  const askOnNewConnections = async (meanwhile?: () => Promise<unknown>): Promise<void> => {
    await database.closeConnections();
    const answers = Array.from({ length: 10 }, () => ask(app));
    const [outcomes] = await Promise.all([Promise.allSettled(answers), meanwhile?.()]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') failures.add(outcome.reason.code ?? outcome.reason.message);
    }
  };

  await askOnNewConnections();
  for (const rotation of [1, 2, 3]) {
    const user = strategy === 'single user' ? USERS[0] : USERS[rotation % 2];
    const next = await database.changePassword(user ?? USERS[0], `password ${rotation}`);
    if (strategy === 'single user') {
      await askOnNewConnections(() => sleep(WINDOW).then(() => secrets.rotate(SECRET, next)));
    } else {
      secrets.rotate(SECRET, next);
      await askOnNewConnections();
    }
    // The second rotation is over before the cache has asked again.
    if (rotation === 2) continue;
    await app.get(SsmCache).refresh();
    await askOnNewConnections();
  }
  const users = await database.usersLoggedIn();
  await database.closeConnections();
  await Promise.all([app.close(), database.close()]);
  return { failures: [...failures], users };
};

const start = async (
  metadata: ModuleMetadata,
  { hostname, port }: URL,
  secrets: InMemorySecretsManager,
): Promise<TestingModule> => {
  const parameters = {
    '/prod/shop/db/host': hostname,
    '/prod/shop/db/port': port,
    '/prod/shop/greeting': 'Hello',
  };
  const app = await Test.createTestingModule(metadata)
    .overrideProvider(SSM_CLIENT)
    .useValue(new InMemoryParameterStore(parameters))
    .overrideProvider(SECRETS_MANAGER_CLIENT)
    .useValue(secrets)
    .compile();
  return app.init();
};

/** The server as an administrator sees it. */
class Database {
  readonly url: URL;
  private readonly admin: Client;

  constructor(adminUrl: string) {
    this.url = new URL(adminUrl);
    this.admin = new Client({ connectionString: adminUrl });
  }

  async open(): Promise<void> {
    await this.admin.connect();
  }

  async changePassword(
    username: string,
    password: string,
  ): Promise<{ readonly username: string; readonly password: string }> {
    await this.admin.query(`ALTER ROLE ${username} PASSWORD '${password}'`);
    return { username, password };
  }

  async closeConnections(): Promise<void> {
    await this.admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ANY($1)`, [
      USERS,
    ]);
    await sleep(HEARD);
  }

  async usersLoggedIn(): Promise<readonly string[]> {
    const { rows } = await this.admin.query<{ usename: string }>(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE usename = ANY($1)`,
      [USERS],
    );
    return rows.map(({ usename }) => usename);
  }

  async close(): Promise<void> {
    await this.admin.end();
  }
}
