import { SSM, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SsmCache, type SsmCacheOptions } from 'nestjs-ssm-cache';
import { settle } from '../../../support/fake-runtime.js';

const REGION = 'eu-west-1';
const NAMES = Array.from({ length: 50 }, (_, index) => `/p/${index}`);
const CALLS = 5;

/** It is known in some turn that is not the first. */
const lateRegion = async (): Promise<string> => {
  await settle(20);
  return REGION;
};

const WAYS: [string, () => SsmCacheOptions][] = [
  ['SSMClient', () => ({ ssmClient: new SSMClient({ region: REGION }) })],
  ['SSM', () => ({ ssmClient: new SSM({ region: REGION }) })],
  ['a client that the cache makes', () => ({ ssm: { region: REGION } })],
  ['a client that calls wait for until it is made', () => ({ ssm: { region: lateRegion } })],
];

const read = (cache: SsmCache): Promise<string>[] => NAMES.map((name) => cache.parameter(name).get());

describe('The calls of a client of the SDK', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(WAYS)('are sent one in a turn of the event loop: %s', async (_way, options) => {
    let turn = 0;
    const turns: number[] = [];
    jest.spyOn(SSMClient.prototype, 'send').mockImplementation(({ input }) => {
      turns.push(turn);
      const { Names = [] } = input as { readonly Names?: readonly string[] };
      const answer = { Parameters: Names.map((Name) => ({ Name, Value: 'v', Type: 'String' })) };
      return Promise.resolve(answer) as unknown as void;
    });
    const cache = new SsmCache(options());
    const values = Promise.all(read(cache));
    for (; turns.length < CALLS && turn < 1_000; turn += 1) await settle(1);

    expect(new Set(await values)).toEqual(new Set(['v']));
    expect([turns.length, new Set(turns).size]).toEqual([CALLS, CALLS]);
    cache.close();
  });

  it.each(WAYS)('are not sent where they are given up before their turn: %s', async (_way, options) => {
    const send = jest
      .spyOn(SSMClient.prototype, 'send')
      .mockImplementation(() => new Promise(() => undefined) as unknown as void);
    const cache = new SsmCache(options());
    const values = Promise.allSettled(read(cache));
    while (send.mock.calls.length === 0) await settle(1);
    const before = send.mock.calls.length;
    cache.close();
    await values;
    await settle(CALLS);

    expect(before).toBeLessThan(CALLS);
    expect(send).toHaveBeenCalledTimes(before);
  });
});
