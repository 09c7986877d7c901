import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RefreshOnError, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import type { QueryResultRow } from 'pg';
import { ConnectionPool } from '../database/connection-pool.js';
import { isInvalidPassword } from '../database/postgres-errors.js';
import { DATABASE_SECRET } from '../environment/names.js';
import type { Order } from './order.interface.js';

const COLUMNS = `id, item, quantity, unit_price AS "unitPrice", currency, shipping, created_at AS "createdAt"`;

/** Orders in PostgreSQL. Host, port and login are live: when the password is rotated, it logs in anew by itself. */
@Injectable()
export class OrdersRepository implements OnModuleInit, OnApplicationShutdown {
  @SsmParam('/db/host') private readonly host!: string;
  @SsmParam('/db/port') private readonly port!: number;
  @SsmParam('/db/name') private readonly database!: string;
  @SsmSecret(DATABASE_SECRET, { key: 'username' }) private readonly user!: string;
  @SsmSecret(DATABASE_SECRET, { key: 'password' }) private readonly password!: string;

  private readonly logger = new Logger(OrdersRepository.name);
  private pool!: ConnectionPool;

  /** Not in the constructor: the values are there from `onModuleInit` on. */
  onModuleInit(): void {
    this.pool = this.createPool();
  }

  /** Adding the same order twice adds it once, so that a statement whose connection was lost can be sent again. */
  async add(order: Order): Promise<void> {
    const { id, item, quantity, unitPrice, currency, shipping, createdAt } = order;
    await this.query(
      `INSERT INTO shop.orders (id, item, quantity, unit_price, currency, shipping, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
      [id, item, quantity, unitPrice, currency, shipping, createdAt],
    );
  }

  async findById(id: string): Promise<Order | undefined> {
    const [order] = await this.query<Order>(`SELECT ${COLUMNS} FROM shop.orders WHERE id = $1`, [id]);
    return order;
  }

  async findNewest(limit: number): Promise<Order[]> {
    return this.query<Order>(`SELECT ${COLUMNS} FROM shop.orders ORDER BY created_at DESC, id LIMIT $1`, [
      limit,
    ]);
  }

  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  /**
   * PostgreSQL knows the new password a moment before Secrets Manager calls it current. The delay gives it that moment, so
   * that one refresh is enough as a rule; the further retries are for a rotation that takes longer.
   */
  @RefreshOnError({ on: isInvalidPassword, retries: 4, delay: 0.4, onRefresh: 'reconnect' })
  private async query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.pool.query<Row>(text, values);
  }

  /** Called by `@RefreshOnError`, once for all the calls that failed together. Queries in flight finish on the old pool. */
  protected reconnect(): void {
    const previous = this.pool;
    this.pool = this.createPool();
    this.logger.log('Logging in to PostgreSQL with refreshed credentials');
    previous
      .close()
      .catch((error: Error) => this.logger.warn(`The previous pool did not close: ${error.message}`));
  }

  private createPool(): ConnectionPool {
    const { host, port, database, user, password } = this;
    return new ConnectionPool({ host, port, database, user, password });
  }
}
