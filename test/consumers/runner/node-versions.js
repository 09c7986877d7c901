import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { once } from './once.js';
import { workshop } from './places.js';
import { runCommand } from './run-command.js';

export const NODE_MAJORS = [20, 22, 24];

const [ownMajor] = process.versions.node.split('.').map(Number);

/** The folder with the `node` of a major version: the one that runs this, or the one that the npm package `node` carries. */
export const nodeFolder = once(async (major) => {
  if (major === ownMajor) return dirname(process.execPath);
  const home = join(workshop, `node-${major}`);
  const binary = join(home, 'node_modules/node/bin/node');
  if (!existsSync(binary)) {
    await mkdir(home, { recursive: true });
    const allowScripts = { node: true };
    await writeFile(join(home, 'package.json'), JSON.stringify({ private: true, allowScripts }));
    await runCommand('npm', ['install', '--no-audit', '--no-fund', `node@${major}`], { cwd: home });
  }
  return dirname(binary);
});

/** The environment in which `node` and `npm` are those of a major version. */
export const nodeEnvironment = async (major) => ({
  PATH: `${await nodeFolder(major)}:${process.env.PATH}`,
});
