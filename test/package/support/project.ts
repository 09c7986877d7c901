import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');

const linkAll = async (from: string, to: string, isWanted: (name: string) => boolean): Promise<void> => {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (isWanted(name) && !name.startsWith('.')) await symlink(join(from, name), join(to, name));
  }
};

/** A project that has the built package and what it needs, and of the SDK's clients those named. */
export const makeProject = async (sdkClients: readonly string[] = []): Promise<string> => {
  const project = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-'));
  const installed = join(root, 'node_modules');
  const modules = join(project, 'node_modules');
  const hasSdk = sdkClients.length > 0;
  await linkAll(
    installed,
    modules,
    (name) => !['@aws-sdk', 'nestjs-ssm-cache'].includes(name) && (hasSdk || name !== '@smithy'),
  );
  if (hasSdk) {
    await linkAll(
      join(installed, '@aws-sdk'),
      join(modules, '@aws-sdk'),
      (name) => !name.startsWith('client-') || sdkClients.includes(name),
    );
  }
  await cp(join(root, 'dist'), join(modules, 'nestjs-ssm-cache/dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(modules, 'nestjs-ssm-cache/package.json'));
  return project;
};
