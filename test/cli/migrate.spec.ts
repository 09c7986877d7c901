import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../package/support/project.js';
import { CliProject } from './support/cli-project.js';

const SERVICE = `import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';

@Injectable()
export class GreetingService {
  constructor(private readonly config: ConfigService) {}

  greeting(): string {
    return this.config.getOrThrow<string>('GREETING');
  }
}
`;

const MOVED = `import { Injectable } from '@nestjs/common';
import { SsmParam } from 'nestjs-ssm-cache';

@Injectable()
export class GreetingService {
  @SsmParam('/greeting') private readonly greetingText!: string;

  greeting(): string {
    return this.greetingText;
  }
}
`;

const MODULE = `import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { GreetingService } from './greeting.service';

@Module({ imports: [ConfigModule.forRoot()], providers: [GreetingService] })
export class AppModule {}
`;

const MAIN = `const port = process.env.PORT ?? 3000;
console.log(port);
`;

const ARGS = ['migrate', '--map', 'map.json', '--base-path', '/prod/shop'];

describe('migrate', () => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(11);
    await project.write('.prettierrc', '{ "singleQuote": true }');
    await project.write('map.json', '{ "GREETING": "/prod/shop/greeting", "PORT": "/prod/shop/port" }');
    await project.write('src/main.ts', MAIN);
    await project.write('src/app.module.ts', MODULE);
  });
  beforeEach(() => project.write('src/greeting.service.ts', SERVICE));
  afterAll(() => project.close());

  const read = (file: string): Promise<string> => readFile(join(project.folder, file), 'utf8');

  it('shows what would change, and changes nothing', async () => {
    const { code, stdout, stderr } = await project.run(ARGS);

    expect(`\n${stdout}`).toMatchSnapshot('stdout');
    expect(`\n${stderr}`).toMatchSnapshot('stderr');
    expect(code).toBe(0);
    expect(await read('src/greeting.service.ts')).toBe(SERVICE);
  });

  it('prints a patch that git applies', async () => {
    const { stdout } = await project.run(ARGS);
    await project.write('migration.patch', stdout);
    await promisify(execFile)('git', ['apply', 'migration.patch'], { cwd: project.folder });

    expect(await read('src/greeting.service.ts')).toBe(MOVED);
    await project.write('src/app.module.ts', MODULE);
  });

  it('prints what it finds as JSON', async () => {
    const { stdout } = await project.run([...ARGS, '--json']);

    expect(JSON.parse(stdout)).toMatchObject({
      files: ['src/app.module.ts', 'src/greeting.service.ts'],
      left: [{ file: 'src/main.ts', line: 1, code: 'process.env.PORT ?? 3000' }],
      diff: expect.stringContaining('+++ b/src/greeting.service.ts') as unknown,
    });
  });

  it('changes the files with --write, and has nothing to change then', async () => {
    const { stdout } = await project.run([...ARGS, '--write']);

    expect(stdout).toBe('src/app.module.ts\nsrc/greeting.service.ts\n');
    expect(await read('src/greeting.service.ts')).toBe(MOVED);

    const again = await project.run([...ARGS, 'src/greeting.service.ts', 'src/app.module.ts']);
    expect(again).toEqual({ code: 0, stdout: '', stderr: 'Nothing can be moved.\n' });
  });

  it('takes the parser of ts-morph where the TypeScript of the project has none', async () => {
    const typescript = join(project.folder, 'node_modules/typescript');
    const other = 'node_modules/ts-morph/index.js';
    await rm(typescript);
    try {
      await project.write('node_modules/typescript/index.js', "exports.version = '7.0.2';");
      const without = await project.run(ARGS);
      expect([without.code, without.stderr]).toEqual([
        2,
        'TypeScript 7.0.2 has no parser for programs here. Install one that has it: npm i -D ts-morph\n',
      ]);

      await project.write(other, `exports.ts = require('${join(root, 'node_modules/typescript')}');`);
      expect((await project.run(ARGS)).stdout).toContain('+  @SsmParam');
    } finally {
      await rm(typescript, { recursive: true });
      await symlink(join(root, 'node_modules/typescript'), typescript);
    }
  });
});
