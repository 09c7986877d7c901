import { describe, expect, it } from '@jest/globals';
import { awsError, makeCache, rejection } from '../support/make-cache.js';

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
