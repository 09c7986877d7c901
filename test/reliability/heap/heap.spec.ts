import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { report } from '../support/report.js';
import { ReadingProcess } from './reading-process.js';

const PATIENCE = 180_000;
const CANARIES = { first: 'c4n4ry-first-K7qLmZ', second: 'c4n4ry-second-x92VtR', bad: 'c4n4ry-bad-p03WsB' };

const INSTANCE_IN_NEST = / < instance \(Object\) < .* pair in WeakMap \((table @\d+)\) .*\(InstanceWrapper\)/;

describe('What a process keeps of values', () => {
  let aws: LocalAws;
  let reading: ReadingProcess;
  beforeEach(async () => {
    aws = await startLocalAws();
  });
  afterEach(async () => {
    await reading.end();
    await aws.close();
  });

  const store = (canary: string): void => {
    const { parameterStore, secretsManager } = aws;
    for (const name of ['/x', '/t/leaf', '/t/deep/leaf']) parameterStore.put(name, canary);
    parameterStore.put('/json', JSON.stringify({ field: canary }));
    secretsManager.put('text', canary);
    secretsManager.put('json', JSON.stringify({ password: canary }));
    secretsManager.put('binary', Buffer.from(canary));
  };

  const spoil = (canary: string): void => {
    for (const name of ['/x', '/json']) aws.parameterStore.put(name, `!${canary}`);
    aws.secretsManager.put('json', `{"password": "${canary}`);
  };

  it(
    'is nothing after it has closed, of replaced and unusable ones neither, though all were there before',
    async () => {
      store(CANARIES.first);
      reading = await ReadingProcess.start(aws.endpoint);
      const read = (await reading.step('read')).heap.holding(CANARIES.first);
      store(CANARIES.second);
      const { heap: refreshed } = await reading.step('refresh');
      spoil(CANARIES.bad);
      const { heap: failed, failures } = await reading.step('fail');
      const { heap: closed } = await reading.step('close');
      const left = Object.values(CANARIES).flatMap((canary) => closed.retainersOf(canary));
      const replaced = refreshed.retainersOf(CANARIES.first);

      expect(read.length).toBeGreaterThan(0);
      expect(refreshed.holding(CANARIES.second).length).toBeGreaterThan(0);
      expect(failed.holding(CANARIES.bad).length).toBeGreaterThan(0);
      expect(failures).toBeGreaterThan(0);
      // `@Inject(config.KEY)` gives the configuration as it was at the start: one instance, which Nest holds.
      const atStart = replaced.map((path) => INSTANCE_IN_NEST.exec(path)?.[1]);
      expect(replaced.filter((_, index) => atStart[index] === undefined)).toEqual([]);
      expect(new Set(atStart).size).toBeLessThanOrEqual(1);
      expect(left).toEqual([]);
      report({
        row: 'canary in a heap snapshot',
        figure: `${left.length} after close, ${read.length} before`,
        holds: left.length === 0,
      });
    },
    PATIENCE,
  );
});
