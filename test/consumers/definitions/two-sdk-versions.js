import { nestApp } from '../runner/nest-app.js';

const OLDER = '3.700.0';

const CLIENT = `
import { SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';

export const makeClient = (config: SSMClientConfig): SSMClient => new SSMClient(config);
`;

const TEST = `
import { createRequire } from 'node:module';
import { Test } from '@nestjs/testing';
import { SSM_CLIENT, SsmCache } from 'nestjs-ssm-cache';
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import { makeClient } from 'clients';
import { AppModule } from '../src/app.module.js';
import { GreetingService } from '../src/greeting.service.js';

const versionFor = (file: string): string =>
  createRequire(createRequire(import.meta.url).resolve(file))('@aws-sdk/client-ssm/package.json').version;

it('reads through a client of another copy of the SDK than its commands are of', async () => {
  expect(versionFor('clients')).toBe('${OLDER}');
  expect(versionFor('nestjs-ssm-cache')).not.toBe('${OLDER}');
  const aws = await startLocalAws({ parameters: { '/prod/shop/greeting': 'Hello', '/prod/shop/repeats': '2' } });
  const app = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SSM_CLIENT)
    .useValue(makeClient(aws.clientConfig()))
    .compile();
  const greetings = app.get(GreetingService);
  expect(greetings.greet('Ada')).toEqual({ text: 'Hello, Ada!', repeats: 2 });
  aws.parameterStore.put('/prod/shop/greeting', 'Good evening');
  await app.get(SsmCache).refresh();
  expect(greetings.greet('Ada')).toEqual({ text: 'Good evening, Ada!', repeats: 2 });
  await app.close();
  await aws.close();
});
`;

export default nestApp({
  name: 'two-sdk-versions',
  about: `a monorepo whose package of clients has an SDK of its own, ${OLDER}`,
  nest: 12,
  async adapt(project) {
    await project.writeJson('packages/clients/package.json', {
      name: 'clients',
      version: '1.0.0',
      type: 'module',
      exports: { types: './index.ts', default: './dist/index.js' },
      scripts: { build: 'tsc index.ts --outDir dist --module nodenext --target es2022 --skipLibCheck' },
      dependencies: { '@aws-sdk/client-ssm': OLDER },
    });
    await project.write('packages/clients/index.ts', CLIENT);
    await project.write('test/copies.e2e-spec.ts', TEST);
    await project.edit('package.json', (manifest) => {
      manifest.workspaces = ['packages/*'];
      manifest.dependencies.clients = '*';
      manifest.scripts.build = 'npm run build --workspace clients && nest build';
    });
  },
});
