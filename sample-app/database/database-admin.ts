import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client, escapeIdentifier } from 'pg';
import { SAMPLE_ENVIRONMENT } from '../environment/environment.module.js';
import type { DatabaseCredentials, SampleEnvironment } from '../environment/sample-environment.interface.js';
import { ConnectionPool } from './connection-pool.js';
import { setPassword } from './set-password.js';

/** What the rotation does in PostgreSQL, logged in as an administrator. */
@Injectable()
export class DatabaseAdmin implements OnApplicationShutdown {
  private readonly url: string;
  private readonly pool: ConnectionPool;

  constructor(@Inject(SAMPLE_ENVIRONMENT) { adminUrl }: SampleEnvironment) {
    this.url = adminUrl;
    this.pool = new ConnectionPool({ connectionString: adminUrl, max: 1 });
  }

  /** @param like the role whose permissions a role gets that is not there yet */
  async setPassword(credentials: DatabaseCredentials, like: string): Promise<void> {
    const { username } = credentials;
    const roles = await this.pool.query('SELECT FROM pg_roles WHERE rolname = $1', [username]);
    if (roles.length === 0) {
      const role = escapeIdentifier(username);
      await this.pool.query(`CREATE ROLE ${role} LOGIN IN ROLE ${escapeIdentifier(like)}`);
    }
    await setPassword(this.pool, credentials);
  }

  /** Proves that a login with these credentials works. */
  async testLogin({ username: user, password }: DatabaseCredentials): Promise<void> {
    const { hostname: host, port, pathname } = new URL(this.url);
    const client = new Client({
      host,
      port: Number(port) || 5432,
      database: pathname.slice(1),
      user,
      password,
    });
    await client.connect();
    await client.end();
  }

  /** Closes the role's connections that do nothing right now; those in the middle of a statement are left alone. */
  async closeIdleConnections(username: string): Promise<number> {
    const closed = await this.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND state = 'idle'`,
      [username],
    );
    return closed.length;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}
