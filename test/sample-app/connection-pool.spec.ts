import type { EventEmitter } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConnectionPool } from '../../sample-app/database/connection-pool.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../sample-app/environment/postgres/index.js';

describe('ConnectionPool', () => {
  let postgres: EmbeddedPostgres;
  const createPool = (max: number) =>
    new ConnectionPool({ connectionString: postgres.adminUrl, max, application_name: 'under test' });

  beforeAll(async () => {
    postgres = await startEmbeddedPostgres(new AbortController().signal);
  }, 60_000);
  afterAll(() => postgres?.stop());

  it('closes only when queries that run, and those that wait for a connection, are answered', async () => {
    const pool = createPool(2);
    const queries = Array.from({ length: 20 }, () => pool.query('SELECT pg_sleep(0.05)'));
    await pool.close();
    expect(await Promise.all(queries)).toHaveLength(20);
  });

  it('repeats queries whose connection the server closed', async () => {
    const pool = createPool(5);
    const admin = new ConnectionPool({ connectionString: postgres.adminUrl, max: 1 });
    const stop = new AbortController();
    const load = Promise.all(
      Array.from({ length: 10 }, async () => {
        // oxlint-disable-next-line no-await-in-loop
        while (!stop.signal.aborted) expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      }),
    );
    for (let round = 0; round < 20; round++) {
      // oxlint-disable-next-line no-await-in-loop
      await admin.query(
        `SELECT pg_terminate_backend(pid), pg_sleep(0.02) FROM pg_stat_activity WHERE application_name = 'under test'`,
      );
    }
    stop.abort();
    await load;
    await Promise.all([pool.close(), admin.close()]);
  }, 30_000);

  it('survives a connection that is closed while it is handed to a transaction', async () => {
    const pool = createPool(1);
    await pool.query('SELECT 1');
    const inner: EventEmitter = Reflect.get(pool, 'pool');
    inner.once('acquire', (client: EventEmitter) =>
      queueMicrotask(() => client.emit('error', new Error('closed'))),
    );
    expect(await pool.transaction((query) => query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    await pool.close();
  });

  it('hands on any other error at once', async () => {
    const pool = createPool(1);
    await expect(pool.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
    await pool.close();
  });
});
