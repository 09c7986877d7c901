import { Logger } from '@nestjs/common';
import { Pool, type PoolConfig, type QueryResultRow } from 'pg';
import { isLostConnection } from './postgres-errors.js';

const CONNECTIONS = 10;

/** How many times one statement is sent at most. After a mass disconnection every connection of the pool can be dead. */
const ATTEMPTS = CONNECTIONS + 1;

/** A `pg` pool that survives the loss of connections, and that can be closed under load without failing a query. */
export class ConnectionPool {
  private readonly logger = new Logger(ConnectionPool.name);
  private readonly pool: Pool;
  private readonly running = new Set<Promise<unknown>>();

  constructor(config: PoolConfig) {
    this.pool = new Pool({ max: CONNECTIONS, connectionTimeoutMillis: 10_000, ...config });
    // Without a listener an idle connection that the server closes would end the process.
    this.pool.on('error', ({ message }) => this.logger.debug(`An idle connection was closed: ${message}`));
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
    const query = this.queryUntilAnswered<Row>(text, values);
    this.running.add(query);
    try {
      return await query;
    } finally {
      this.running.delete(query);
    }
  }

  /** Closes the pool as soon as the last query is answered. Not earlier: `pg` forgets those that wait for a connection. */
  async close(): Promise<void> {
    await Promise.allSettled(this.running);
    await this.pool.end();
  }

  private async queryUntilAnswered<Row extends QueryResultRow>(
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        return (await this.pool.query<Row>(text, values)).rows;
      } catch (error) {
        if (attempt === ATTEMPTS || !isLostConnection(error)) throw error;
      }
    }
  }
}
