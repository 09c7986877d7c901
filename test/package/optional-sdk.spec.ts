import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeProject, root } from './support/project.js';

const SOURCE = `
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
new SsmCache({ ssmClient: new InMemoryParameterStore(), ssm: { region: 'eu-west-1' } });
new SsmCache({ ssm: { reigon: 'eu-west-1' } });
`;

const OPTIONS = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'];

/** What the compiler says of `SOURCE`, every declaration file checked, with these clients of the SDK installed. */
const compile = async (sdkClients: readonly string[]): Promise<string> => {
  const project = await makeProject(sdkClients);
  await writeFile(join(project, 'main.ts'), SOURCE);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, [compiler, ...OPTIONS, 'main.ts'], { cwd: project }, (_error, output) =>
        resolve(output.trim()),
      );
    });
  } finally {
    await rm(project, { recursive: true });
  }
};

describe('the types of a project that does not skip the check of libraries', () => {
  it.each([
    ['neither client', []],
    ['only client-secrets-manager', ['client-secrets-manager']],
  ])(
    'compile with %s installed',
    async (_installed, sdkClients) => {
      expect(await compile(sdkClients)).toBe('');
    },
    120_000,
  );

  it('know the configuration of the client that is installed', async () => {
    const output = await compile(['client-ssm']);

    expect(output).toMatch(
      /^main\.ts\(5,23\): error .*'reigon' does not exist in type 'SSMClientConfigType'/,
    );
    expect(output.split('\n')).toHaveLength(1);
  }, 120_000);
});
