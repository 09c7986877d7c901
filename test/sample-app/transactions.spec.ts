import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { isLoginFailure, keepLive, type Login } from 'nestjs-ssm-cache/rotation';
import { ConnectionPool, type Query } from '../../sample-app/database/connection-pool.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../sample-app/environment/postgres/index.js';

const LOGIN = { username: 'app', password: 'first' };
const SECRET = 'prod/shop/db';

describe('A transaction whose login is rotated in the middle', () => {
  let postgres: EmbeddedPostgres;
  let admin: Client;
  let secrets: InMemorySecretsManager;
  let cache: SsmCache;
  let pool: ConnectionPool;
  let attempts: number;

  beforeAll(async () => {
    postgres = await startEmbeddedPostgres(new AbortController().signal);
    admin = new Client({ connectionString: postgres.adminUrl });
    await admin.connect();
    await admin.query('CREATE ROLE app LOGIN');
    await admin.query('CREATE TABLE entries (id uuid PRIMARY KEY, text text)');
    await admin.query('GRANT SELECT, INSERT ON entries TO app');
  }, 60_000);
  afterAll(async () => {
    await admin?.end();
    await postgres?.stop();
  });

  beforeEach(async () => {
    attempts = 0;
    await admin.query(`ALTER ROLE app PASSWORD '${LOGIN.password}'`);
    await admin.query('DELETE FROM entries');
    secrets = new InMemorySecretsManager({ [SECRET]: LOGIN });
    cache = new SsmCache({
      ssmClient: new InMemoryParameterStore(),
      secretsManagerClient: secrets,
      minRefreshInterval: 0.1,
    });
    const { hostname: host, port } = new URL(postgres.adminUrl);
    pool = new ConnectionPool({ host, port: Number(port), database: 'postgres' });
    const login = cache.secret(SECRET, { transform: 'json' });
    await login.get();
    const now = (): Login => login.value as Login;
    keepLive(pool.options, { user: () => now().username, password: () => now().password });
  });
  afterEach(async () => {
    await pool.close();
    cache.close();
  });

  /** The first two steps of AWS's templates: what the service has is refused, and is still the current one. */
  const rotate = async (): Promise<void> => {
    const password = randomUUID();
    await secrets.putSecretValue({
      SecretId: SECRET,
      SecretString: JSON.stringify({ ...LOGIN, password }),
      VersionStages: ['AWSPENDING'],
      ClientRequestToken: randomUUID(),
    });
    await admin.query(`ALTER ROLE app PASSWORD '${password}'`);
  };

  const closeConnections = async (): Promise<void> => {
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'`);
  };

  /** Adds two entries in a transaction, and does something else between them in its first attempt. */
  const addTwo = async (between: (query: Query) => Promise<unknown>): Promise<void> => {
    // An answer to a commit can be lost: what is repeated then has to be harmless.
    const insert = 'INSERT INTO entries VALUES ($1, $2) ON CONFLICT (id) DO NOTHING';
    const [first, second] = [randomUUID(), randomUUID()];
    const add = cache.secret(SECRET, { transform: 'json' }).refreshOnError(
      () =>
        pool.transaction(async (query) => {
          attempts += 1;
          await query(insert, [first, 'one']);
          if (attempts === 1) await between(query);
          await query(insert, [second, 'two']);
        }),
      { on: isLoginFailure, pending: true, retries: 5, delay: 0.1 },
    );
    await add();
  };

  const entries = async (): Promise<string[]> => {
    const { rows } = await admin.query<{ text: string }>('SELECT text FROM entries ORDER BY text');
    return rows.map(({ text }) => text);
  };

  it('is rolled back and done once when its connection is closed', async () => {
    await addTwo(async () => {
      await rotate();
      await closeConnections();
    });

    expect(attempts).toBe(2);
    expect(await entries()).toEqual(['one', 'two']);
    expect(cache.inspect()).toMatchObject([{ state: 'provisional' }]);
  });

  it('is rolled back and done once when another connection that it needs is refused', async () => {
    await addTwo(async () => {
      await rotate();
      await pool.query('SELECT 1');
    });

    expect(attempts).toBe(2);
    expect(await entries()).toEqual(['one', 'two']);
  });

  it('is rolled back, and leaves a connection that can be used, when it fails by itself', async () => {
    await expect(addTwo((query) => query('SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });

    expect(attempts).toBe(1);
    expect(await entries()).toEqual([]);
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes effect as a whole among others, however often the login is rotated', async () => {
    const all = Array.from({ length: 30 }, () => addTwo(async () => undefined));
    for (let rotation = 0; rotation < 3; rotation++) {
      // oxlint-disable-next-line no-await-in-loop
      await rotate();
      // oxlint-disable-next-line no-await-in-loop
      await closeConnections();
      all.push(addTwo(async () => undefined));
      // oxlint-disable-next-line no-await-in-loop
      await all.at(-1);
    }
    await Promise.all(all);

    const found = await entries();
    expect(found.filter((text) => text === 'one')).toHaveLength(33);
    expect(found.filter((text) => text === 'two')).toHaveLength(33);
  });
});
