import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliProject } from './support/cli-project.js';
import { ORDERS_APP } from './support/orders-app.js';

const WAIT = 'await new Promise(() => {}); export class AppModule {}';

const module = (name: string, metadata = '{}'): string =>
  `import { Module } from '@nestjs/common';
@Module(${metadata}) export class ${name} {}
`;

describe('what cannot work', () => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(12);
    await project.write('src/app.module.ts', 'export class AppModule {}');
    await project.write('dist/nothing.cjs', 'exports.answer = 42;');
    await project.write('dist/empty.mjs', '');
    await project.write('dist/throws.mjs', "throw new Error('DATABASE_URL is missing.\\nSet it.');");
    await project.write('dist/syntax.mjs', 'export const = 1;');
    await project.write('dist/waits.mjs', WAIT);
    await project.write('dist/runs.mjs', `setInterval(() => {}, 1_000); console.log('It runs.'); ${WAIT}`);
    await project.write('dist/ends.mjs', 'process.exit();');
    await project.write(
      'dist/background.mjs',
      `setTimeout(() => { throw new Error('There is no database.\\nStart it.'); }); ${WAIT}`,
    );
    await project.write('dist/missing.mjs', "import 'no-such-package'; export class AppModule {}");
    await project.build('dist/two.mjs', module('OrdersModule') + module('MailModule').split('\n')[1]);
    await project.build('dist/app.module.mjs', ORDERS_APP);
    await project.build(
      'dist/dependency.mjs',
      `${module('MailModule')}
@Module({ imports: [MailModule], providers: [{ provide: 'A', inject: ['B'], useFactory: () => 1 }] })
export class AppModule {}`,
    );
    await project.build(
      'dist/empty-module.mjs',
      `import { SsmCacheModule } from 'nestjs-ssm-cache';
${module('AppModule', '{ imports: [SsmCacheModule.forRoot()] }')}`,
    );
    await project.write('good.json', '{}');
    await project.write('aws.local.json', '{"parameters": p0rt}');
    await project.write('map.json', '{ "DB_HOST": "/db/host", "PORT": { "name": "/port" } }');
  });
  afterAll(() => project.close());

  it.each([
    ['an unknown command', 'lst'],
    ['an unknown option', 'list dist/app.module.mjs --jsn'],
    ['an option without its value', 'list dist/app.module.mjs --export'],
    ['a value for a flag', 'list dist/app.module.mjs --json=yes'],
    ['no file', 'list'],
    ['an empty name of a file', 'list '],
    ['two files', 'list dist/app.module.mjs dist/two.mjs'],
    ['a file that there is not', 'list dist/main.js'],
    ['a folder', 'list dist'],
    ['TypeScript', 'check src/app.module.ts'],
    ['neither JavaScript nor TypeScript', 'list good.json'],
    ['a file that exports no module', 'list dist/nothing.cjs'],
    ['a file that exports nothing', 'list dist/empty.mjs'],
    ['a file that throws', 'list dist/throws.mjs'],
    ['a file that throws in the background', 'list dist/background.mjs'],
    ['a file that ends the process', 'check dist/ends.mjs'],
    ['a file that waits for ever', 'check dist/waits.mjs'],
    ['a file that keeps running', 'check dist/runs.mjs --timeout 0.5'],
    ['a file with a syntax error', 'list dist/syntax.mjs'],
    ['a file whose package is missing', 'iam dist/missing.mjs --account 123456789012'],
    ['two modules', 'list dist/two.mjs'],
    ['an export that there is not', 'list dist/two.mjs --export AppModule'],
    ['a dependency that no module provides', 'list dist/dependency.mjs'],
    ['no account', 'iam dist/app.module.mjs'],
    ['an account that is none', 'iam dist/app.module.mjs --account shop --region eu-west-1'],
    ['no region', 'iam dist/app.module.mjs --account 123456789012'],
    ['an unknown format', 'iam dist/app.module.mjs --account 123456789012 --format yaml'],
    ['a format that every object has', 'iam dist/app.module.mjs --account 123456789012 --format toString'],
    ['a size that is none', 'iam dist/app.module.mjs --account 123456789012 --max-size big'],
    ['a client without a place', 'iam dist/app.module.mjs --account 123456789012 --client payments'],
    ['a client that reads nothing', 'iam dist/app.module.mjs --account 123456789012 --for mail'],
    [
      'a policy that is too large',
      'iam dist/app.module.mjs --account 123456789012 --region eu-west-1 --max-size 100',
    ],
    ['a local file that there is not', 'check dist/app.module.mjs --against local.json'],
    ['a local file that is none', 'check dist/app.module.mjs --against aws.local.json'],
    ['a time that is none', 'check dist/app.module.mjs --timeout soon'],
    ['a report that cannot be written', 'check dist/empty-module.mjs --junit no/such/folder.xml'],
    ['a project where there is no monorepo', 'list --project shop'],
    ['a file of names that there is not', 'check dist/empty-module.mjs --types names.d.ts'],
    ['a local file of names that there is not', 'types --against local.json'],
    ['a file of names that cannot be written', 'types --against good.json --out aws.local.json/names.d.ts'],
    ['a folder in place of a file of names', 'types --against good.json --out dist'],
    ['a base path of names without a slash', 'types --against good.json --base-path shop'],
    ['no file to serve', 'local --file local.json'],
    ['a file to serve that is none', 'local'],
    ['a file to serve without its option', 'local aws.local.json'],
    ['a port that is none', 'local --port http'],
    ['sources that there are not', 'migrate lib'],
    ['a map that there is not', 'migrate --map names.json'],
    ['a map that is none', 'migrate --map aws.local.json'],
    ['a map of another form', 'migrate --map map.json'],
    ['a base path without a slash', 'migrate --base-path shop'],
    ['a max age that is none', 'migrate --max-age soon'],
  ])('is told in a line, and ends with 2: %s', async (_what, args) => {
    const { code, stdout, stderr } = await project.run(args.split(' '));
    const own = stderr
      .replaceAll(project.folder, '/project')
      .replace(/(The application is loaded|It runs)\.\n/, '');

    expect(own).toMatchSnapshot();
    expect([code, stdout]).toEqual([2, '']);
    expect(own.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is told after 60 seconds where a file is not loaded and no time is given', async () => {
    await project.write(
      'hurry.mjs',
      'const wait = setTimeout; globalThis.setTimeout = (end, time) => wait(end, time / 60);',
    );
    const began = performance.now();
    const { code, stderr } = await project.run(['list', 'dist/runs.mjs'], {
      NODE_OPTIONS: '--import ./hurry.mjs',
    });

    expect([code, stderr]).toEqual([2, expect.stringContaining('is not loaded after 60 s.')]);
    expect(performance.now() - began).toBeGreaterThan(1_000);
  }, 15_000);

  it('ends at once when the user ends it while an application is loaded', async () => {
    const program = spawn(process.execPath, [project.program, 'list', 'dist/runs.mjs'], {
      cwd: project.folder,
    });
    await once(program.stderr, 'data');
    const exited = once(program, 'exit');
    program.kill('SIGINT');

    expect(await exited).toEqual([null, 'SIGINT']);
  });

  it('says that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await project.run(['local', '--file', 'good.json', '--port', String(port)]);
    server.close();

    expect([code, stderr]).toEqual([2, `The port ${port} is in use. Choose another one with --port.\n`]);
  });
});
