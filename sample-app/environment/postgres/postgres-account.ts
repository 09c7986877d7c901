import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Which system account PostgreSQL runs as: empty means "the one that runs this process". */
export interface PostgresAccount {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root. Root therefore hands it to an account that is there anyway, "postgres" or else
 * "nobody", and never creates one: a sample application has no business editing /etc/passwd.
 */
export async function findPostgresAccount(): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const account = await lookUp(name).catch(() => undefined);
    if (account) return account;
  }
  throw new Error(
    'PostgreSQL does not run as root, and this system has neither a "postgres" nor a "nobody" account.',
  );
}

async function lookUp(name: string): Promise<PostgresAccount> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
