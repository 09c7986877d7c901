import { nestApp } from '../runner/nest-app.js';

/** The first version that can ask for several secrets at once. */
const OLDEST = '3.458.0';

const TEST = `
import { SsmCache } from 'nestjs-ssm-cache';
import { startLocalAws } from 'nestjs-ssm-cache/testing';

it('asks for parameters, and for several secrets, in one call each', async () => {
  const aws = await startLocalAws({ parameters: { '/a': '1', '/b': '2' }, secrets: { c: '3', d: '4' } });
  const cache = new SsmCache({ ssm: aws.clientConfig(), secretsManager: aws.clientConfig() });
  const handles = [cache.parameter('/a'), cache.parameter('/b'), cache.secret('c'), cache.secret('d')];

  await expect(Promise.all(handles.map((handle) => handle.get()))).resolves.toEqual(['1', '2', '3', '4']);
  expect(aws.calls.map(({ operation }) => operation).sort()).toEqual(['BatchGetSecretValue', 'GetParameters']);
  cache.close();
  await aws.close();
});
`;

export default nestApp({
  name: 'oldest-sdk',
  about: `the oldest SDK that is taken, ${OLDEST}`,
  nest: 11,
  sdk: { '@aws-sdk/client-ssm': OLDEST, '@aws-sdk/client-secrets-manager': OLDEST },
  adapt: (project) => project.write('test/sdk.e2e-spec.ts', TEST),
});
