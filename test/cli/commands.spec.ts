import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import type { IamPolicy, SsmDeclaration } from 'nestjs-ssm-cache/tooling';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CliProject } from './support/cli-project.js';
import { ORDERS_APP, ORDERS_CHECK, ORDERS_LIST } from './support/orders-app.js';

const PLACE = ['--account', '123456789012', '--region', 'eu-west-1'];
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const ROLE = 'arn:aws:iam::210987654321:role/read-payments';

const startShop = (parameters: Record<string, string> = {}): Promise<LocalAws> =>
  startLocalAws({
    parameters: {
      '/prod/shop/db/host': 'db.internal',
      '/prod/shop/rate': '1',
      ...parameters,
    },
    secrets: { 'prod/db': { password: 'p4ss' }, 'prod/mail': 'm4il' },
  });

const environmentOf = ({ endpoint }: Pick<LocalAws, 'endpoint'>): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

describe.each([
  [10, 'dist/app.module.cjs'],
  [11, 'dist/app.module.cjs'],
  [11, 'dist/app.module.mjs'],
  [12, 'dist/app.module.mjs'],
  [12, 'dist/app.module.cjs'],
] as const)('an application on Nest %i, built as %s', (nest, file) => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(nest);
    await project.build(file, ORDERS_APP);
  });
  afterAll(() => project.close());

  it('is listed', async () => {
    const { code, stdout, stderr } = await project.run(['list', file]);

    expect(stdout).toBe(ORDERS_LIST.trimStart());
    expect([code, stderr]).toEqual([0, 'The application is loaded.\n']);
  });

  it('has a policy', async () => {
    const { code, stdout } = await project.run(['iam', file, ...PLACE]);
    const { Statement } = JSON.parse(stdout) as IamPolicy;

    expect(Statement.map(({ Action }) => Action)).toEqual([
      'ssm:GetParameters',
      'ssm:GetParametersByPath',
      'secretsmanager:GetSecretValue',
      'secretsmanager:BatchGetSecretValue',
    ]);
    expect(code).toBe(0);
  });

  it('is checked', async () => {
    const aws = await startShop();
    const { code, stdout, stderr } = await project.run(['check', file], environmentOf(aws));
    await aws.close();

    expect(stdout).toBe(ORDERS_CHECK.trimStart());
    expect(stderr).toContain('OrdersRepository.port → /prod/shop/db/port:3:');
    expect(code).toBe(1);
    expect(stdout + stderr).not.toMatch(/p4ss|m4il|db\.internal/);
  });
});

describe('the commands', () => {
  const file = 'dist/app.module.mjs';
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(12);
    await project.build(file, ORDERS_APP);
  });
  afterAll(() => project.close());

  it('list calls functions in place of names, in the environment that it has', async () => {
    const { stdout } = await project.run(['list', file, '--json'], { DB_SECRET: 'orders' });
    const declarations = JSON.parse(stdout) as readonly SsmDeclaration[];

    expect(declarations.find(({ owner }) => owner === 'OrdersRepository.password')?.name).toBe('prod/orders');
  });

  it('list takes another base path and prefix', async () => {
    const { stdout } = await project.run([
      'list',
      file,
      '--json',
      '--base-path=/dev',
      '--secret-prefix=dev/',
    ]);
    const declarations = JSON.parse(stdout) as readonly SsmDeclaration[];

    expect(declarations.map(({ name }) => name)).toEqual([
      '/dev/db/host',
      '/dev/db/port',
      'dev/db',
      '/dev/features',
      '/dev/rate',
      'dev/mail',
    ]);
  });

  it.each([
    ['the only module of a file', ORDERS_APP.replaceAll('AppModule', 'ShopModule')],
    [
      'AppModule among several modules',
      `${ORDERS_APP}@Module({ imports: [AppModule] }) export class ATestModule {}`,
    ],
  ])('list takes %s', async (_what, source) => {
    await project.build('dist/exports.mjs', source);
    const { code, stdout } = await project.run(['list', 'dist/exports.mjs']);

    expect([code, stdout]).toEqual([0, ORDERS_LIST.trimStart()]);
  });

  it('list and iam ask nothing of AWS, although they could', async () => {
    const aws = await startShop();
    const list = await project.run(['list', file], environmentOf(aws));
    const iam = await project.run(['iam', file, ...PLACE], environmentOf(aws));
    const { calls } = aws;
    await aws.close();

    expect([list.code, iam.code, calls]).toEqual([0, 0, []]);
  });

  it('list says what it does not know of options that are made at the start', async () => {
    await project.build(
      'dist/async.mjs',
      ORDERS_APP.replace(/forRoot\([^]*?\n {4}\}\)/, 'forRootAsync({ useFactory: () => ({}) })'),
    );
    const { code, stdout, stderr } = await project.run(['list', 'dist/async.mjs']);

    expect(stdout).toContain(' /db/host ');
    expect(stderr).toContain('forRootAsync() are made when the application starts');
    expect(code).toBe(0);
  });

  it('list ends with 1 where a declaration is invalid', async () => {
    await project.build('dist/invalid.mjs', ORDERS_APP.replace("client: 'payments', ", "group: 'rates', "));
    const { code, stdout, stderr } = await project.run(['list', 'dist/invalid.mjs']);

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('OrdersRepository.rate → /rate: ');
  });

  it.each(['terraform', 'cdk'])('iam writes %s', async (format) => {
    const { code, stdout, stderr } = await project.run([
      'iam',
      file,
      ...PLACE,
      `--kms-key=${KEY}`,
      `--client=payments=${ROLE}`,
      '--no-batch',
      `--format=${format}`,
    ]);

    expect(stdout).toMatchSnapshot();
    expect(stderr).toContain('Its policy: --for payments');
    expect(code).toBe(0);
  });

  it('iam writes the policy of the role that a client assumes', async () => {
    const { stdout } = await project.run(['iam', file, '--client', `payments=${ROLE}`, '--for', 'payments']);

    expect(JSON.parse(stdout)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ssm:GetParameters',
          Resource: 'arn:aws:ssm:us-east-1:210987654321:parameter/prod/shop/rate',
        },
      ],
    });
  });

  it('iam reads a client in another account and region, and merges names if it may', async () => {
    const { stdout } = await project.run([
      'iam',
      file,
      ...PLACE,
      '--client=payments=210987654321:eu-north-1',
      '--wildcards',
      '--max-size=700',
    ]);

    expect(stdout).toContain('"arn:aws:ssm:eu-north-1:210987654321:parameter/prod/shop/rate"');
    expect(stdout).toContain('"arn:aws:ssm:eu-west-1:123456789012:parameter/prod/shop/db/*"');
  });

  it('check ends with 0 where all can be read, and writes a report for CI servers', async () => {
    const aws = await startShop({ '/prod/shop/db/port': '1' });
    for (const value of ['2', '3']) aws.parameterStore.put('/prod/shop/db/port', value);
    const junit = ['--junit', 'report.xml'];
    const { code, stdout } = await project.run(['check', file, '--json', ...junit], environmentOf(aws));
    await aws.close();

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(await readFile(join(project.folder, 'report.xml'), 'utf8')).toMatchSnapshot();
  });

  it('check asks a file in place of AWS', async () => {
    await project.write(
      'aws.local.json',
      JSON.stringify({
        parameters: { '/prod/shop/db/host': 'localhost', '/prod/shop/db/port': 'p0rt' },
        secrets: { 'prod/db': { password: 'p4ss' }, 'prod/mail': 'm4il' },
      }),
    );
    const { code, stdout, stderr } = await project.run([
      'check',
      file,
      '--against',
      'aws.local.json',
      '--json',
    ]);

    expect(code).toBe(1);
    expect(stderr).toBe('The application is loaded.\n');
    expect(JSON.parse(stdout)).toMatchSnapshot();
    expect(stdout).not.toMatch(/p0rt|p4ss|m4il/);
  });

  it('check ends with 2 where AWS cannot be asked', async () => {
    const { code, stdout, stderr } = await project.run(['check', file, '--region', 'eu-west-1']);

    expect(stdout).toMatch(/^failed +OrdersRepository\.host /m);
    expect(stderr).toContain('cannot be read without credentials');
    expect(code).toBe(2);
  });

  it('check gives up after the seconds that it is given', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { code, stderr } = await project.run(
      ['check', file, '--timeout', '0.5'],
      environmentOf({ endpoint }),
    );
    silent.close();

    expect(stderr).toContain('was not answered within preloadTimeout (0.5 s)');
    expect(code).toBe(2);
  });

  it('colour nothing but a terminal', async () => {
    const { stdout } = await project.run(['check', file, '--against', 'aws.local.json'], {
      FORCE_COLOR: '1',
    });

    expect(stdout).not.toContain('\u001B');
  });

  it('run the tools of the project, wherever the program itself is', async () => {
    const other = await CliProject.make(12);
    await other.write('node_modules/nestjs-ssm-cache/dist/esm/tooling/index.js', 'throw new Error("ours");');
    const run = new Promise<string>((resolve) => {
      void import('node:child_process').then(({ execFile }) =>
        execFile(process.execPath, [other.program, 'list', file], { cwd: project.folder }, (_error, stdout) =>
          resolve(stdout),
        ),
      );
    });

    expect(await run).toContain('OrdersRepository.host');
    await other.close();
  });
});
