import { escapeIdentifier, escapeLiteral } from 'pg';
import type { DatabaseCredentials } from '../environment/sample-environment.interface.js';

/** `ALTER ROLE` takes no bind parameters, hence the escaping. */
export async function setPassword(
  client: { query(text: string): Promise<unknown> },
  { username, password }: DatabaseCredentials,
): Promise<void> {
  await client.query(`ALTER ROLE ${escapeIdentifier(username)} PASSWORD ${escapeLiteral(password)}`);
}
