import { Logger } from '@nestjs/common';
import { Pool, type PoolClient, type PoolConfig, type QueryResultRow } from 'pg';
import { isLostConnection } from './postgres-errors.js';

/**
 * Few, and enough for some hundred queries a second. PostgreSQL starts a process for each login. After a rotation all connections
 * log in at once, and with more of them each login takes longer.
 */
const CONNECTIONS = 3;

/** Runs one statement, and gives its rows. */
export type Query = <Row extends QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

/** A `pg` pool that survives the loss of connections, and that can be closed under load without failing a query. */
export class ConnectionPool {
  private readonly logger = new Logger(ConnectionPool.name);
  private readonly pool: Pool;
  private readonly running = new Set<Promise<unknown>>();

  constructor(config: PoolConfig) {
    this.pool = new Pool({ max: CONNECTIONS, connectionTimeoutMillis: 10_000, ...config });
    // Without a listener a connection that the server closes would end the process: an idle one by an event of the pool, and one that
    // was just handed to a transaction by an event of its own.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', this.noteClosed));
  }

  /** What each new connection is made with. */
  get options(): PoolConfig {
    return this.pool.options;
  }

  /**
   * Runs one statement, again on another connection if the server closed the one it was sent on. Nobody can tell then
   * whether it took effect: **every statement given here must be harmless to repeat.**
   */
  async query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.track(async () => (await this.pool.query<Row>(text, values)).rows);
  }

  /**
   * Runs statements in one transaction: all of them take effect, or none. If the server closes the connection, `work` begins again in
   * a new transaction. The server may have closed it just after the commit: **the whole of it must be harmless to repeat.**
   */
  async transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    return this.track(() => this.transact(work));
  }

  /** Closes the pool as soon as the last query is answered. Not earlier: `pg` forgets those that wait for a connection. */
  async close(): Promise<void> {
    await Promise.allSettled(this.running);
    await this.pool.end();
  }

  private async transact<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let isBroken = false;
    try {
      await client.query('BEGIN');
      const result = await work(async (text, values) => (await client.query(text, values)).rows);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      isBroken = await cannotRollBack(client);
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  private async track<Result>(work: () => Promise<Result>): Promise<Result> {
    // After a mass disconnection every connection of the pool can be dead.
    const result = untilAnswered(work, this.pool.options.max + 1);
    this.running.add(result);
    try {
      return await result;
    } finally {
      this.running.delete(result);
    }
  }

  private readonly noteClosed = ({ message }: Error): void =>
    this.logger.debug(`A connection was closed: ${message}`);
}

async function untilAnswered<Result>(work: () => Promise<Result>, attempts: number): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await work();
    } catch (error) {
      if (attempt === attempts || !isLostConnection(error)) throw error;
    }
  }
}

/** A connection that cannot roll back is lost, and the server has rolled back. */
async function cannotRollBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => false,
    () => true,
  );
}
