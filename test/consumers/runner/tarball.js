import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, workshop } from './places.js';
import { runCommand } from './run-command.js';

/** The path of the packed package. What is in it is part of its name, so that npm sees a new one as new. */
export const packPackage = async () => {
  const folder = join(workshop, 'packed');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await runCommand('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: repository });
  const [file] = await readdir(folder);
  const digest = createHash('sha256')
    .update(await readFile(join(folder, file)))
    .digest('hex');
  const tarball = join(folder, file.replace(/\.tgz$/, `-${digest.slice(0, 12)}.tgz`));
  await rename(join(folder, file), tarball);
  return tarball;
};
