import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';
import { FakeRuntime } from '../../support/fake-runtime.js';

const loaded = async () => {
  const made = makeCache({ minRefreshInterval: 0 });
  made.parameters.put('/a', '1');
  made.parameters.put('/b', '2');
  const group = made.cache.createGroup();
  group.parameter('/a');
  group.parameter('/b');
  await group.refresh();
  const failWith = async (name: string, status?: number) => {
    made.ssm.instead = () => {
      throw awsError(name, 'UnknownError', status);
    };
    await rejection(group.refresh());
  };
  const recover = async () => {
    made.ssm.instead = undefined;
    await group.refresh();
  };
  return { ...made, failWith, recover };
};

describe('The log', () => {
  it('is silent about a first load that fails, since whoever reads the value is told', async () => {
    const { cache, runtime, parameters } = makeCache({ minRefreshInterval: 0 });
    await rejection(cache.parameter('/x').get());
    expect(runtime.messages).toEqual([]);
    parameters.put('/x', '1');
    await cache.parameter('/x').refresh();

    expect(runtime.messages).toEqual([]);
  });

  it('warns of a failure that may pass, and says of all the names when it is over', async () => {
    const { runtime, failWith, recover } = await loaded();
    await failWith('ThrottlingException');
    await recover();

    expect(runtime.messages).toEqual([
      expect.stringMatching(/^warn .* It will be tried again\.$/),
      'log "/a, /b" can be refreshed again.',
    ]);
  });

  it('warns of a name that no longer exists', async () => {
    const { cache, parameters, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    await cache.parameter('/x').get();
    parameters.delete('/x');
    await rejection(cache.parameter('/x').refresh());

    expect(runtime.messages).toEqual([expect.stringMatching(/^warn .*"\/x"/)]);
  });

  it('has a refusal as an error', async () => {
    const { runtime, failWith } = await loaded();
    await failWith('AccessDeniedException');

    expect(runtime.messages).toEqual([expect.stringMatching(/^error .*AWS denies access/)]);
  });

  it('tells one outage once, whatever AWS says in the course of it', async () => {
    const { runtime, failWith } = await loaded();
    await failWith('ThrottlingException');
    await failWith('InternalServerError', 500);

    expect(runtime.messages).toHaveLength(1);
  });
});

describe('A refresh', () => {
  it('ends although the log cannot be written', async () => {
    const runtime = new FakeRuntime();
    const broken = (): never => {
      throw new Error('The log stream is closed.');
    };
    let isUp = true;
    const cache = new SsmCache(
      {
        maxAge: 10,
        ssmClient: {
          getParameters: async ({ Names }) => {
            if (!isUp) throw awsError('ThrottlingException');
            return { Parameters: Names.map((Name) => ({ Name, Value: 'v', Type: 'String', Version: 1 })) };
          },
        },
      },
      {
        clock: runtime.clock,
        scheduler: runtime.scheduler,
        random: runtime.random,
        logger: { log: broken, warn: broken, error: broken },
      },
    );
    const handle = cache.parameter('/x');
    await handle.get();
    isUp = false;
    await runtime.advance(11);
    await expect(handle.get()).resolves.toBe('v');
    isUp = true;
    await runtime.advance(100);
    await expect(handle.get()).resolves.toBe('v');
    cache.close();
  });
});

describe('A value that cannot be used', () => {
  it('is logged once for each version of it, and when it is over', async () => {
    const { cache, parameters, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/port', '1');
    const port = cache.parameter('/port', { transform: 'number' });
    await port.get();
    for (const value of ['a', undefined, 'b', '2']) {
      if (value !== undefined) parameters.put('/port', value);
      await port.refresh().catch(() => undefined);
    }
    expect(runtime.messages).toEqual([
      expect.stringMatching(/^error "\/port" in version 2 cannot be used/),
      expect.stringMatching(/^error "\/port" in version 3 cannot be used/),
      'log "/port" can be refreshed again.',
    ]);
    expect(port.value).toBe(2);
  });
});
