import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CliProject } from './support/cli-project.js';

const SHOP_APP = `
import { Injectable, Module } from '@nestjs/common';
import { SsmCacheModule, SsmParam } from 'nestjs-ssm-cache';

@Injectable()
export class Shop {
  @SsmParam('/db/host') readonly host!: string;
}

@Module({
  imports: [
    SsmCacheModule.forRoot({
      basePath: '/prod/shop',
      secretPrefix: 'prod/',
      groups: { mail: { basePath: '/prod/mail', secretPrefix: false }, same: { maxAge: 60 } },
    }),
  ],
  providers: [Shop],
})
export class AppModule {}
`;

const NAMES = `// Written by "npx nestjs-ssm-cache types": names and kinds, never values.
import 'nestjs-ssm-cache';

declare module 'nestjs-ssm-cache' {
  interface SsmNames {
    parameters: {
      '/db/host': 'String';
      '/db/password': 'SecureString';
      '/from': 'String';
      '/origins': 'StringList';
    };
    secrets: {
      'db': 'secret';
      'mail/smtp': 'secret';
      'prod/db': 'secret';
    };
    paths: {
      '/db': 'path';
    };
  }
}
`;

const FILE = 'src/ssm-names.d.ts';
const APP = 'dist/app.module.mjs';

describe('types', () => {
  let project: CliProject;
  let aws: LocalAws;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    project = await CliProject.make(12);
    await project.build(APP, SHOP_APP);
  });
  beforeEach(async () => {
    aws = await startLocalAws({
      parameters: {
        '/prod/shop/db/host': 'p4ss',
        '/prod/shop/origins': ['p4ss', 'p4ss'],
        '/prod/mail/from': 'p4ss',
        '/prod/other/host': 'p4ss',
        '/prod/shopping/cart': 'p4ss',
      },
      secrets: { 'prod/db': { password: 'p4ss' }, 'mail/smtp': 'p4ss' },
    });
    aws.parameterStore.put('/prod/shop/db/password', 'p4ss', { type: 'SecureString' });
    env = {
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    await rm(join(project.folder, 'src'), { recursive: true, force: true });
  });
  afterEach(() => aws.close());
  afterAll(() => project.close());

  const written = (file = FILE): Promise<string> => readFile(join(project.folder, file), 'utf8');

  it('writes the names that AWS has for the module and its groups, and their kinds', async () => {
    const { code, stdout } = await project.run(['types', APP], env);

    expect([code, stdout]).toEqual([0, `Wrote ${FILE} (4 parameters, 3 secrets).\n`]);
    expect(await written()).toBe(NAMES);
  });

  it('reads no value', async () => {
    await project.run(['types', APP], env);
    const called = [...aws.parameterStore.calls, ...aws.secretsManager.calls].map(
      ({ operation }) => operation,
    );

    expect(new Set(called)).toEqual(new Set(['DescribeParameters', 'ListSecrets']));
  });

  it('leaves a file alone that has the names, however it is formatted', async () => {
    await project.write(FILE, NAMES.replaceAll("'db':", 'db:').replaceAll("'", '"'));
    const { stdout } = await project.run(['types', APP, '--json'], env);

    expect(JSON.parse(stdout)).toEqual({ file: FILE, parameters: 4, secrets: 3, isChanged: false });
    expect(await written()).toContain('db: "secret"');
  });

  it('needs no build where the base path is given', async () => {
    const place = ['--base-path', '/prod/shop', '--secret-prefix', 'prod/'];
    const { code } = await project.run(['types', ...place, '--out', 'names/own.d.ts'], env);

    expect(code).toBe(0);
    expect(await written('names/own.d.ts')).toContain("'/db/password': 'SecureString';");
  });

  it('takes the names of a local file, and can leave out secrets', async () => {
    await project.write(
      'aws.local.json',
      '{"parameters":{"/prod/shop/a":"x","/b":["x"]},"secrets":{"c":"x"}}',
    );
    await project.run(['types', APP, '--against', 'aws.local.json', '--no-secrets']);

    expect(await written()).toContain(`    parameters: {
      '/a': 'String';
    };
  }`);
  });

  it('lists more names than a page has', async () => {
    for (let index = 0; index < 120; index += 1) aws.parameterStore.put(`/prod/shop/many/p${index}`, 'x');
    const { stdout } = await project.run(['types', APP], env);

    expect(stdout).toContain('124 parameters');
  });

  it('says why names cannot be listed', async () => {
    aws.parameterStore.deny({ action: 'ssm:DescribeParameters' });
    const { code, stdout, stderr } = await project.run(['types', APP], env);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^The names cannot be listed: .*DescribeParameters.*\n$/);
  });

  describe('check', () => {
    const stderrOf = async (...args: readonly string[]): Promise<string> =>
      (await project.run(['check', APP, ...args], env)).stderr;

    it('says nothing of a file that has the names', async () => {
      await project.run(['types', APP], env);

      expect(await stderrOf()).toBe('');
    });

    it('says that a file is out of date', async () => {
      await project.run(['types', APP], env);
      aws.parameterStore.put('/prod/shop/db/user', 'x');

      expect(await stderrOf()).toBe(`${FILE} is out of date. Run: npx nestjs-ssm-cache types\n`);
    });

    it('looks at a file of another name', async () => {
      await project.write('names.d.ts', NAMES.replace('/origins', '/origin'));

      expect(await stderrOf('--types', 'names.d.ts')).toContain('names.d.ts is out of date.');
    });

    it('says that a file could not be compared, and that the values are there', async () => {
      await project.run(['types', APP], env);
      aws.parameterStore.deny({ action: 'ssm:DescribeParameters' });
      const { code, stderr } = await project.run(['check', APP], env);

      expect(stderr).toContain(`${FILE} was not compared with the names that there are: `);
      expect(code).toBe(0);
    });
  });
});

describe('--project', () => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(12);
    const projects = {
      shop: {
        root: 'apps/shop',
        sourceRoot: 'apps/shop/src',
        compilerOptions: { tsConfigPath: 'apps/shop/tsconfig.app.json' },
      },
      mail: { root: 'apps/mail', sourceRoot: 'apps/mail/src' },
      bundled: { root: 'apps/bundled' },
    };
    await project.write('nest-cli.json', JSON.stringify({ monorepo: true, projects }));
    await project.write(
      'apps/shop/tsconfig.app.json',
      '{ "compilerOptions": { "outDir": "../../dist/apps/shop" /* here */ } }',
    );
    await project.write('dist/apps/bundled/main.js', '');
    await project.write('package.json', '{"type":"module"}');
    await project.build('dist/apps/shop/apps/shop/src/shop.module.js', SHOP_APP);
    await project.write('aws.local.json', '{"parameters":{"/prod/shop/db/host":"x"}}');
  });
  afterAll(() => project.close());

  it('finds the root module of a project of a monorepo', async () => {
    const listed = await project.run(['list', '--project', 'shop']);
    const policy = await project.run([
      'iam',
      '--project',
      'shop',
      '--account',
      '123456789012',
      '--region',
      'eu-west-1',
    ]);
    const checked = await project.run(['check', '--project', 'shop', '--against', 'aws.local.json']);

    expect(listed.stdout).toContain('/prod/shop/db/host');
    expect(policy.stdout).toContain('parameter/prod/shop/db/host');
    expect(checked.stdout).toContain('1 of 1 values can be read.');
  });

  it('has its file of names beside the sources of the project', async () => {
    const { stdout } = await project.run(['types', '--project', 'shop', '--against', 'aws.local.json']);

    expect(stdout).toBe('Wrote apps/shop/src/ssm-names.d.ts (1 parameter, 0 secrets).\n');
  });

  it.each([
    ['list --project pay', 'nest-cli.json has no project "pay". Its projects are shop, mail, bundled.'],
    [
      'list --project mail',
      'dist/apps/mail has neither mail.module.js nor app.module.js. Build the project first, or give FILE.',
    ],
    [
      'list --project bundled',
      'dist/apps/bundled/main.js is a bundle, in which no module can be looked at. Build it with "npx tsc -p apps/bundled/tsconfig.app.json".',
    ],
    ['list dist/main.js --project shop', 'Give FILE or --project, not both.'],
  ])('%s', async (args, message) => {
    const { code, stdout, stderr } = await project.run(args.split(' '));

    expect([code, stdout, stderr]).toEqual([2, '', `${message}\n`]);
  });
});
