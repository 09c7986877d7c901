import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from './once.js';
import { workshop } from './places.js';
import { runCommand } from './run-command.js';

/** A project as `nest new` of a major version makes it, before anything is installed. */
export const nestProject = once(async (major) => {
  const folder = join(workshop, 'templates');
  const project = `nest-${major}`;
  if (!existsSync(join(folder, project, 'package.json'))) {
    await mkdir(folder, { recursive: true });
    const answers = ['--skip-install', '--skip-git', '--package-manager', 'npm'];
    await runCommand('npx', ['--yes', `@nestjs/cli@${major}`, 'new', project, ...answers], { cwd: folder });
  }
  return join(folder, project);
});
