import { describe, expect, it } from '@jest/globals';
import { runScript } from '../../support/run-script.js';

const MANY = 150;

const setUp = `
  import { SsmCache } from 'nestjs-ssm-cache';
  import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
  const parameters = new InMemoryParameterStore();
  const secrets = new InMemorySecretsManager();
  for (let index = 0; index < ${MANY}; index += 1) {
    parameters.put('/p/' + index, 'v');
    secrets.put('s/' + index, 'v');
  }
  const cache = new SsmCache({
    ssmClient: parameters,
    secretsManagerClient: secrets,
    batchSecrets: false,
    minRefreshInterval: 0,
  });`;

/** How long a process may take to start on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

/** What Node.js says of many listeners on one signal, as it does where they are forgotten. */
const warningsOf = async (script: string): Promise<string> => (await runScript(setUp + script)).stderr;

describe('Node.js has nothing to warn of', () => {
  it(
    'when a group has many members',
    () =>
      expect(
        warningsOf(`
        const group = cache.createGroup();
        for (let index = 0; index < ${MANY}; index += 1) {
          group.parameter('/p/' + index, { transform: async (text) => text });
          group.secret('s/' + index);
        }
        await group.refresh();
        await group.refresh();`),
      ).resolves.toBe(''),
    PATIENCE,
  );

  it(
    'when many calls wait to be repeated',
    () =>
      expect(
        warningsOf(`
        const handle = cache.parameter('/p/0');
        await handle.get();
        const calls = Array.from({ length: ${MANY} }, () => {
          let tries = 0;
          return handle.refreshOnError(async () => {
            tries += 1;
            if (tries === 1) throw new Error('not yet');
          }, { delay: 0.01 })();
        });
        await Promise.all(calls);`),
      ).resolves.toBe(''),
    PATIENCE,
  );
});
