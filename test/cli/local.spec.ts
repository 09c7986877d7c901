import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CliProject } from './support/cli-project.js';

const content = (host: string): string =>
  JSON.stringify({
    parameters: { '/dev/host': host, '/dev/list': ['a', 'b'] },
    secrets: { 'dev/db': { password: 'p4ss' }, 'dev/mail': 'm4il' },
  });

describe('nestjs-ssm-cache local', () => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(12);
    await project.write('aws.local.json', content('one'));
  });
  afterAll(() => project.close());

  const programs: ChildProcess[] = [];
  afterEach(() => {
    for (const program of programs.splice(0)) program.kill('SIGKILL');
  });

  /** The program, and its lines on stdout and stderr as they come. */
  const start = (...args: readonly string[]) => {
    const program = spawn(process.execPath, [project.program, 'local', ...args], { cwd: project.folder });
    programs.push(program);
    const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
    const warnings = createInterface(program.stderr)[Symbol.asyncIterator]();
    const next = async (of: AsyncIterator<string>): Promise<string> => (await of.next()).value as string;
    const end = async (): Promise<number | null> => {
      const exited = once(program, 'exit');
      program.kill('SIGINT');
      return (await exited)[0] as number | null;
    };
    return { line: () => next(lines), warning: () => next(warnings), end };
  };

  const clientsOf = (environment: Readonly<Record<string, string>>) => {
    const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '' } = environment;
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment;
    const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    return { ssm: new SSMClient(config), secretsManager: new SecretsManagerClient(config) };
  };

  it('prints two lines of environment with which any SDK reads the file', async () => {
    const { line, end } = start('--port', '0');
    const lines = [await line(), await line(), await line(), await line()];

    expect(lines.map((text) => text.replace(/\d{4,5}$/, 'PORT'))).toEqual([
      'Serving aws.local.json (2 parameters, 2 secrets). End it with Ctrl+C.',
      '',
      'export AWS_ENDPOINT_URL=http://127.0.0.1:PORT',
      'export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local',
    ]);
    const variables = lines
      .slice(2)
      .flatMap((text) => text.replace('export ', '').split(' '))
      .map((variable) => variable.split('='));
    const { ssm, secretsManager } = clientsOf(Object.fromEntries(variables) as Record<string, string>);
    const list = await ssm.send(new GetParameterCommand({ Name: '/dev/list' }));
    const login = await secretsManager.send(new GetSecretValueCommand({ SecretId: 'dev/db' }));

    expect(list.Parameter).toMatchObject({ Type: 'StringList', Value: 'a,b' });
    expect(login.SecretString).toBe('{"password":"p4ss"}');
    expect(await end()).toBe(0);
  }, 30_000);

  it('serves a saved file at once, and keeps its values when the file is broken', async () => {
    const { line, warning, end } = start('--port', '0', '--json');
    const { ssm } = clientsOf(JSON.parse(await line()) as Record<string, string>);
    const host = async () =>
      (await ssm.send(new GetParameterCommand({ Name: '/dev/host' }))).Parameter?.Value;

    expect(await host()).toBe('one');
    await project.write('aws.local.json', content('two'));
    expect(await warning()).toBe('aws.local.json was read again. Changed: /dev/host.');
    expect(await host()).toBe('two');
    await project.write('aws.local.json', '{"parameters": p0rt}');
    const broken = await warning();
    expect(broken).toContain('is not valid JSON');
    expect(broken).not.toContain('p0rt');
    expect(await host()).toBe('two');
    await end();
  }, 30_000);
});
