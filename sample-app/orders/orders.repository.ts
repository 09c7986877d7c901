import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { RefreshOnError, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { isLoginFailure, keepLive, type Login } from 'nestjs-ssm-cache/rotation';
import type { QueryResultRow } from 'pg';
import { ConnectionPool, type Query } from '../database/connection-pool.js';
import { DATABASE_SECRET } from '../environment/names.js';
import { TRIES_PENDING } from '../environment/rotation-settings.js';
import type { Order } from './order.interface.js';
import type { Sales } from './sales.interface.js';

const COLUMNS = `id, item, quantity, unit_price AS "unitPrice", currency, shipping, created_at AS "createdAt"`;

/**
 * PostgreSQL knows the new password a moment before Secrets Manager calls it current. With `pending` the service need not wait for
 * this moment. The retries are for a pending version that PostgreSQL refuses, too.
 */
const ON_LOGIN_FAILURE = { on: isLoginFailure, pending: TRIES_PENDING, retries: 5, delay: 0.4 } as const;

/** Orders in PostgreSQL. Host, port and login are live: each new connection has those of its time. */
@Injectable()
export class OrdersRepository implements OnModuleInit, OnApplicationShutdown {
  @SsmParam('/db/host') private readonly host!: string;
  @SsmParam('/db/port') private readonly port!: number;
  @SsmParam('/db/name') private readonly database!: string;
  @SsmSecret(DATABASE_SECRET, { transform: 'json' }) private readonly login!: Login;

  private readonly pool = new ConnectionPool({});

  onModuleInit(): void {
    keepLive(this.pool.options, {
      user: () => this.login.username,
      password: () => this.login.password,
      host: () => this.host,
      port: () => this.port,
      database: () => this.database,
    });
  }

  /**
   * Adds an order, and counts it as sold, in one transaction. Adding the same order twice adds and counts it once, so that a
   * transaction whose connection was lost can be repeated.
   */
  async add(order: Order): Promise<void> {
    const { id, item, quantity, unitPrice, currency, shipping, createdAt } = order;
    await this.transaction(async (query) => {
      const added = await query(
        `INSERT INTO shop.orders (id, item, quantity, unit_price, currency, shipping, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [id, item, quantity, unitPrice, currency, shipping, createdAt],
      );
      if (added.length === 0) return;
      await query(
        `INSERT INTO shop.sales AS sold (item, currency, quantity, amount) VALUES ($1, $2, $3, $4)
         ON CONFLICT (item, currency) DO UPDATE
         SET quantity = sold.quantity + EXCLUDED.quantity, amount = sold.amount + EXCLUDED.amount`,
        [item, currency, quantity, quantity * unitPrice],
      );
    });
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

  async findSales(): Promise<Sales[]> {
    return this.query<Sales>(
      `SELECT item, currency, quantity::float8, amount::float8 FROM shop.sales ORDER BY item, currency`,
    );
  }

  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  @RefreshOnError(ON_LOGIN_FAILURE)
  private async query<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.pool.query<Row>(text, values);
  }

  /** The whole transaction is repeated, and never half of it: what the first attempt did is rolled back. */
  @RefreshOnError(ON_LOGIN_FAILURE)
  private async transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    return this.pool.transaction(work);
  }
}
