import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import {
  LazyClient,
  lazySecretsManagerClient,
  lazySsmClient,
} from '../../../../lib/sources/clients/lazy-client.js';
import { settle } from '../../../support/fake-runtime.js';
import { rejection, track } from '../../../support/make-cache.js';

type Make = ConstructorParameters<typeof LazyClient>[2];

/** A client as the SDK makes it, which asks for credentials only for the command `signed`. */
const fake = (config: { credentials?: unknown; region?: unknown } = {}) => {
  const log: string[] = [];
  const region = async (): Promise<string> => {
    if (config.region === undefined) throw new Error('Region is missing');
    return typeof config.region === 'function' ? (config.region() as Promise<string>) : 'eu-west-1';
  };
  const make: Make = async (watched) => {
    log.push('made');
    const send = async (command: unknown): Promise<unknown> =>
      command === 'signed' ? (watched.credentials as () => Promise<unknown>)() : command;
    return { send, destroy: () => log.push('destroyed'), config: { region } };
  };
  return { log, make, client: new LazyClient('ssm', config, make) };
};

describe('A client that is made when it is needed', () => {
  it('is made once, for commands with and without options', async () => {
    const { client, log } = fake({ region: 'eu-west-1' });
    expect(log).toEqual([]);

    expect(await client.send('plain')).toBe('plain');
    expect(await client.send('plain', {})).toBe('plain');
    expect(log).toEqual(['made']);
  });

  it('is destroyed if it was made, and made anew if it is needed once more', async () => {
    const { client, log } = fake({ region: 'eu-west-1' });
    client.destroy();
    await client.send('plain');
    client.destroy();
    client.destroy();
    await settle();
    expect(log).toEqual(['made', 'destroyed']);

    await client.send('plain');
    expect(log).toEqual(['made', 'destroyed', 'made']);
  });

  it('has a client of another region do what its middleware does', async () => {
    const added: unknown[] = [];
    const client = new LazyClient('ssm', { region: 'eu-west-1' }, async ({ region }) => {
      const add = (...args: unknown[]): unknown => added.push([region, ...args]);
      return {
        send: async (command: unknown) => command,
        destroy: () => undefined,
        config: { region: async () => region },
        middlewareStack: { add, addRelativeTo: add, use: add, remove: add, removeByTag: add },
      };
    });
    client.middlewareStack.add('tracing');

    await client.inRegion('us-east-1').send('plain');
    await client.send('plain');

    expect(added).toEqual([
      ['us-east-1', 'tracing'],
      ['eu-west-1', 'tracing'],
    ]);
  });

  it('says which option gives it a region when it knows none', async () => {
    const { client } = fake();
    const error = await rejection(client.send('plain'));

    expect(error).toMatchObject({ name: 'InvalidClientError', names: ['ssm'] });
    expect(error.message).toContain('AWS_REGION');
  });

  it('fails as the function that provides its region does, and asks it again the next time', async () => {
    const failure = new Error('no metadata');
    const answers = [Promise.reject(failure), Promise.resolve('eu-west-1')];
    const { client, log } = fake({ region: () => answers.shift() });

    expect(await rejection(client.send('plain'))).toBe(failure);
    expect(await client.send('plain')).toBe('plain');
    expect(log).toEqual(['made', 'made']);
  });

  it('stays, when one that was being made before it was destroyed fails late', async () => {
    const { make: makeNow, log } = fake({ region: 'eu-west-1' });
    let failLate = (_error: Error): void => undefined;
    const late = new Promise<never>((_resolve, reject) => (failLate = reject));
    const clients: Make[] = [() => late, makeNow, makeNow];
    const client = new LazyClient('ssm', {}, (watched) => (clients.shift() as Make)(watched));
    const first = track(client.send('plain'));
    client.destroy();
    await client.send('plain');
    failLate(new Error('too late'));
    await settle();
    await client.send('plain');

    expect(first.state).toBe('rejected');
    expect(log).toEqual(['made']);
  });
});

describe('A client that was given credentials', () => {
  it('shows nothing of them', () => {
    const credentials = { accessKeyId: 'id', secretAccessKey: 'c4n4ry' };
    const client = lazySsmClient({ region: 'eu-west-1', credentials });
    const shown = inspect(client, { depth: Infinity, showHidden: true }) + JSON.stringify(client);

    expect(shown).not.toContain('c4n4ry');
  });
});

describe('Credentials that do not come', () => {
  const pending = () => {
    const answers: ((key: string) => void)[] = [];
    const credentials = () => new Promise((resolve) => answers.push(resolve));
    return { answers, ...fake({ region: 'eu-west-1', credentials }) };
  };

  it('are given up with the call that nobody waits for, and asked for anew by the next', async () => {
    const { client, answers } = pending();
    const controller = new AbortController();
    const first = track(client.send('signed', { abortSignal: controller.signal }));
    await settle();
    expect(first.state).toBe('pending');
    const reason = new Error('too late');
    controller.abort(reason);
    await settle();
    expect(first).toMatchObject({ state: 'rejected', error: reason });

    const second = track(client.send('signed'));
    await settle();
    answers[1]?.('key');
    await settle();
    expect(second).toMatchObject({ state: 'fulfilled', value: 'key' });
  });

  it('are not given up for a call that has been answered', async () => {
    const { client, answers } = pending();
    const controller = new AbortController();
    await client.send('plain', { abortSignal: controller.signal });
    const waiting = track(client.send('signed'));
    await settle();
    controller.abort(new Error('too late'));
    await settle();
    expect(waiting.state).toBe('pending');

    answers[0]?.('key');
    await settle();
    expect(waiting).toMatchObject({ state: 'fulfilled', value: 'key' });
  });
});

describe('A client of the SDK that is made when it is needed', () => {
  const answering = (body: object) => ({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: () =>
        Promise.resolve({
          response: { statusCode: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) },
        }),
    },
  });
  const kinds = [
    [
      'Parameter Store',
      lazySsmClient,
      new GetParametersCommand({ Names: ['/db'] }),
      { Parameters: [{ Name: '/db', Value: 'c4n4ry', ARN: 'c4n4ry' }] },
    ],
    [
      'Secrets Manager',
      lazySecretsManagerClient,
      new GetSecretValueCommand({ SecretId: 'db' }),
      { Name: 'db', SecretString: 'c4n4ry', ARN: 'c4n4ry' },
    ],
  ] as const;

  it.each(kinds)('answers without a logger (%s)', async (_title, make, command, body) => {
    const client = make(answering(body));

    expect(await client.send(command)).toMatchObject(body);
    client.destroy();
  });

  it.each(kinds)(
    'tells its logger of commands and not of answers (%s)',
    async (_title, make, command, body) => {
      const lines: unknown[] = [];
      const log = (...content: unknown[]) => lines.push(content);
      const logger = { trace: log, debug: log, info: log, warn: log, error: log };
      const client = make({ ...answering(body), logger });

      expect(await client.send(command)).toMatchObject(body);
      const told = inspect(lines, { depth: Infinity });
      expect(told).toContain(command.constructor.name);
      expect(told).not.toContain('c4n4ry');
      client.destroy();
    },
  );
});
