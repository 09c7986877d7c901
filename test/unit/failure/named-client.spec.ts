import { describe, expect, it } from '@jest/globals';
import type { SsmCacheError, SsmParameter } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { settle } from '../../support/fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from '../../support/held-clients.js';
import { awsError, makeCache, rejection, thrown } from '../../support/make-cache.js';

const makeTwo = (options: NonNullable<Parameters<typeof makeCache>[0]> = {}) => {
  const payments = { ssm: new HeldParameterStore(), vault: new HeldSecretsManager() };
  const further = { ssmClient: payments.ssm, secretsManagerClient: payments.vault };
  const made = makeCache({ minRefreshInterval: 0, ...options, clients: { payments: further } });
  return { ...made, payments };
};

type Made = ReturnType<typeof makeTwo>;

/** The client that is read by, and the services behind it. */
interface Reader {
  readonly client: string;
  readonly ssm: HeldParameterStore;
  readonly vault: HeldSecretsManager;
}

const BRINGING_ABOUT: readonly (readonly [
  what: string,
  code: string,
  bringAbout: (made: Made, reader: Reader) => Promise<SsmCacheError> | SsmCacheError,
])[] = [
  [
    'has not been loaded',
    'SSM_CACHE_NOT_LOADED',
    ({ cache }, { client }) => thrown(() => cache.parameter('/a', { client }).value),
  ],
  [
    'is too old',
    'SSM_CACHE_STALE_VALUE',
    async ({ cache, runtime }, { client, ssm }) => {
      ssm.store.put('/a', '1');
      const handle = cache.parameter('/a', { client, maxAge: 1, maxStale: 1 });
      await handle.get();
      ssm.isHolding = true;
      await runtime.advance(3);
      return thrown(() => handle.value);
    },
  ],
  [
    'is answered too late for its reader',
    'SSM_CACHE_REFRESH',
    async ({ cache, runtime }, { client, ssm }) => {
      ssm.isHolding = true;
      const error = rejection(cache.parameter('/a', { client, refreshTimeout: 1 }).get());
      await runtime.advance(2);
      return error;
    },
  ],
  [
    'is answered too late in a group',
    'SSM_CACHE_REFRESH',
    async ({ cache, runtime }, { client, ssm }) => {
      ssm.isHolding = true;
      const group = cache.createGroup({ client, refreshTimeout: 1 });
      group.parameter('/a');
      const error = rejection(group.refresh());
      await runtime.advance(20);
      return error;
    },
  ],
  [
    'cannot be converted',
    'SSM_CACHE_TRANSFORM',
    ({ cache }, { client, ssm }) => {
      ssm.store.put('/a', 'x');
      return rejection(cache.parameter('/a', { client, transform: 'number' }).get());
    },
  ],
  [
    'cannot be converted in a group',
    'SSM_CACHE_TRANSFORM',
    ({ cache }, { client, vault }) => {
      vault.store.put('a', 'x');
      return rejection(cache.createGroup({ client }).secret('a', { transform: 'json' }).get());
    },
  ],
  [
    'is converted too slowly',
    'SSM_CACHE_REFRESH',
    async ({ cache, runtime }, { client, ssm }) => {
      ssm.store.put('/a', 'x');
      const transform = () => new Promise<string>(() => undefined);
      const error = rejection(cache.parameter('/a', { client, transform, refreshTimeout: 1 }).get());
      await runtime.advance(2);
      return error;
    },
  ],
  [
    'is a path with a value that its schema refuses',
    'SSM_CACHE_TRANSFORM',
    ({ cache }, { client, ssm }) => {
      ssm.store.put('/p/a', 'x');
      const schema = {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: () => ({ issues: [{ message: 'no', path: ['a'] }] }),
        },
      } as const;
      return rejection(cache.parameters('/p', { client, schema }).get());
    },
  ],
  [
    'is no longer under its path',
    'SSM_CACHE_INVALID_PARAMETER',
    async ({ cache }, { client, ssm }) => {
      ssm.store.put('/p/a', '1');
      ssm.store.put('/p/b', '2');
      const group = cache.createGroup({ client });
      const [handle] = await group.parameters('/p');
      ssm.store.delete('/p/a');
      await group.refresh();
      return rejection((handle as SsmParameter).get());
    },
  ],
  [
    'is denied',
    'SSM_CACHE_ACCESS_DENIED',
    ({ cache }, { client, ssm }) => {
      ssm.store.deny('/a');
      return rejection(cache.parameter('/a', { client }).get());
    },
  ],
  [
    'changes while it is read',
    'SSM_CACHE_REFRESH',
    async ({ cache }, { client, ssm, vault }) => {
      let Version = 0;
      const LastModifiedDate = new Date(Date.UTC(2100, 0));
      ssm.instead = () => {
        Version += 1;
        return { Parameters: [{ Name: '/a', Type: 'String', Value: 'v', Version, LastModifiedDate }] };
      };
      vault.store.put('a', 'x');
      const group = cache.createGroup({ client });
      group.parameter('/a');
      group.secret('a');
      return rejection(group.refresh());
    },
  ],
  [
    'is not answered while the application starts',
    'SSM_CACHE_REFRESH',
    async ({ cache, runtime }, { client, ssm }) => {
      ssm.isHolding = true;
      const view = cache.parameter('/a', { client })[INTERNALS];
      const failures = cache[INTERNALS].preload([{ declaration: 'A.a', view }], 1_000);
      await settle();
      await runtime.advance(2);
      return (await failures)[0]!.error;
    },
  ],
  [
    'is throttled while the application starts',
    'SSM_CACHE_REFRESH',
    async ({ cache, runtime }, { client, ssm }) => {
      ssm.instead = () => {
        throw awsError('ThrottlingException');
      };
      const view = cache.parameter('/a', { client })[INTERNALS];
      const failures = cache[INTERNALS].preload([{ declaration: 'A.a', view }], 1_000);
      await runtime.advance(2);
      return (await failures)[0]!.error;
    },
  ],
];

describe.each(BRINGING_ABOUT)('The error of a value that %s', (_what, code, bringAbout) => {
  it('names its client, once', async () => {
    const made = makeTwo();

    const error = await bringAbout(made, { client: 'payments', ...made.payments });

    expect(error.code).toBe(code);
    expect(error.message.match(/Its client is "payments"\./g)).toHaveLength(1);
    expect(error.message).toMatch(/Its client is "payments"\.$/);
    expect(error.names).toHaveLength(1);
  });

  it('does not name the default one', async () => {
    const made = makeTwo();

    const error = await bringAbout(made, { client: 'default', ssm: made.ssm, vault: made.vault });

    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/client "|"default"/);
  });
});
