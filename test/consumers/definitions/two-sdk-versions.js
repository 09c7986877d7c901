import { nestApp } from '../runner/nest-app.js';

/** A version whose clients send the commands of the newest, and one from before the SDK's commands became what they are. */
const OTHERS = { clients: '3.940.0', 'old-clients': '3.699.0' };

const CLIENTS = `
import { SSM, SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';

export const commandClient = (config: SSMClientConfig): SSMClient => new SSMClient(config);
export const methodsClient = (config: SSMClientConfig): SSM => new SSM(config);
`;

const TEST = `
import { Test } from '@nestjs/testing';
import { SSM_CLIENT, SsmCache } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import * as clients from 'clients';
import * as oldClients from 'old-clients';
import { AppModule } from '../src/app.module.js';
import { GreetingService } from '../src/greeting.service.js';

let aws: LocalAws;
beforeEach(async () => {
  aws = await startLocalAws({ parameters: { '/prod/shop/greeting': 'Hello', '/prod/shop/repeats': '2' } });
});
afterEach(() => aws.close());

const start = (client: object) =>
  Test.createTestingModule({ imports: [AppModule] }).overrideProvider(SSM_CLIENT).useValue(client).compile();

it.each([
  ['that sends commands', clients.commandClient],
  ['that has methods', clients.methodsClient],
  ['that has methods, and is years older', oldClients.methodsClient],
])('reads through a client of another copy of the SDK %s', async (_title, make) => {
  const app = await start(make(aws.clientConfig()));
  const greetings = app.get(GreetingService);
  expect(greetings.greet('Ada')).toEqual({ text: 'Hello, Ada!', repeats: 2 });
  aws.parameterStore.put('/prod/shop/greeting', 'Good evening');
  await app.get(SsmCache).refresh();
  expect(greetings.greet('Ada')).toEqual({ text: 'Good evening, Ada!', repeats: 2 });
  await app.close();
});

it('says what to do about a client that is too old to send our commands', async () => {
  await expect(start(oldClients.commandClient(aws.clientConfig()))).rejects.toThrow(
    'is of another version of "@aws-sdk/client-ssm"',
  );
});
`;

const writePackage = async (project, name, version) => {
  await project.writeJson(`packages/${name}/package.json`, {
    name,
    version: '1.0.0',
    type: 'module',
    exports: { types: './index.ts', default: './dist/index.js' },
    scripts: { build: 'tsc' },
    dependencies: { '@aws-sdk/client-ssm': version },
  });
  await project.writeJson(`packages/${name}/tsconfig.json`, {
    extends: '../../tsconfig.json',
    compilerOptions: { rootDir: '.', outDir: 'dist', types: ['node'] },
  });
  await project.write(`packages/${name}/index.ts`, CLIENTS);
};

export default nestApp({
  name: 'two-sdk-versions',
  about: 'a monorepo with more than one copy of the SDK',
  nest: 12,
  async adapt(project) {
    for (const [name, version] of Object.entries(OTHERS)) await writePackage(project, name, version);
    await project.write('test/copies.e2e-spec.ts', TEST);
    await project.edit('package.json', (manifest) => {
      manifest.workspaces = Object.keys(OTHERS).map((name) => `packages/${name}`);
      for (const name of Object.keys(OTHERS)) manifest.dependencies[name] = '*';
      manifest.scripts.build = 'npm run build --workspaces && nest build';
    });
  },
});
