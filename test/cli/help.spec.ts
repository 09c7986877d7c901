import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { CliProject } from './support/cli-project.js';

describe('the help of the program', () => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(12);
  });
  afterAll(() => project.close());

  it.each([
    '--help',
    'list --help',
    'iam --help',
    'check --help',
    'types --help',
    'local --help',
    'migrate --help',
  ])('%s', async (args) => {
    const { code, stdout, stderr } = await project.run(args.split(' '));

    expect(stdout).toMatchSnapshot();
    expect([code, stderr]).toEqual([0, '']);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
  });

  it('says its version', async () => {
    expect((await project.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is shown without a command, which is wrong usage', async () => {
    const { code, stdout } = await project.run([]);

    expect(stdout).toContain('Usage: nestjs-ssm-cache COMMAND');
    expect(code).toBe(2);
  });

  it('comes at most 150 ms later than nothing', async () => {
    const shortest = async (...args: readonly string[]): Promise<number> => {
      const times = [];
      for (let run = 0; run < 7; run += 1) {
        const began = performance.now();
        await new Promise((resolve) => {
          execFile(process.execPath, args, () => resolve(undefined));
        });
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    const nothing = await shortest('-e', '0');

    expect((await shortest(project.program, '--help')) - nothing).toBeLessThanOrEqual(150);
  }, 60_000);
});
