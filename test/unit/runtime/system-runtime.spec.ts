import { describe, expect, it, jest } from '@jest/globals';
import nodeTimers from 'node:timers';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { SystemScheduler } from '../../../lib/runtime/timers.js';
import { TurnClock } from '../../../lib/runtime/clock.js';
import { rejection } from '../../support/make-cache.js';

describe('The clock of the system', () => {
  it('is asked once in a turn, however many values are read, and anew in the next', async () => {
    const wall = jest.spyOn(Date, 'now');
    try {
      const clock = new TurnClock();
      for (let read = 0; read < 100; read += 1) {
        clock.now();
      }
      expect(wall).toHaveBeenCalledTimes(1);
      await Promise.resolve();
      clock.now();
      expect(wall).toHaveBeenCalledTimes(2);
    } finally {
      wall.mockRestore();
    }
  });
});

describe('The scheduler of the system', () => {
  it('keeps the process alive only for what somebody waits for', () => {
    const timers: NodeJS.Timeout[] = [];
    const times: number[] = [];
    const scheduler = new SystemScheduler({
      ...nodeTimers,
      setTimeout: ((task: () => void, time: number) => {
        const timer = nodeTimers.setTimeout(task, time);
        timers.push(timer);
        times.push(time);
        return timer;
      }) as typeof nodeTimers.setTimeout,
    });
    const cancels = [true, false].map((holds) => scheduler.after(1e12, () => {}, holds));
    const refs = timers.map((timer) => timer.hasRef());
    for (const cancel of cancels) cancel();

    expect(refs).toEqual([true, false]);
    expect(times.every((time) => time < 2 ** 31)).toBe(true);
  });
});

describe('A cache with the time and chance of the system', () => {
  it('serves, refreshes and tells failures, all in silence', async () => {
    const store = new InMemoryParameterStore({ '/x': 'one' });
    const cache = new SsmCache({ ssmClient: store, maxAge: 0, minRefreshInterval: 0 });
    const handle = cache.parameter('/x');
    await expect(handle.get()).resolves.toBe('one');
    store.put('/x', 'two');
    await expect(handle.get()).resolves.toBe('two');
    store.failNext('ThrottlingException', 1);
    expect((await rejection(handle.refresh())).name).toBe('RefreshError');
    await handle.refresh();
    cache.close();

    expect((await rejection(handle.get())).name).toBe('CacheClosedError');
  });
});

describe('Without the SDK', () => {
  it('the first read says what to install', async () => {
    for (const name of ['@aws-sdk/client-ssm', '@aws-sdk/client-secrets-manager']) {
      jest.unstable_mockModule(name, () => {
        throw Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' });
      });
    }
    const cache = new SsmCache({ region: 'eu-west-1' });
    const [ssm, secrets] = await Promise.all([
      rejection(cache.parameter('/x').get()),
      rejection(cache.secret('s').get()),
    ]);
    cache.close();

    expect(ssm).toMatchObject({ name: 'InvalidClientError', names: ['@aws-sdk/client-ssm'] });
    expect(ssm.message).toContain('npm install @aws-sdk/client-ssm');
    expect(secrets.message).toContain('npm install @aws-sdk/client-secrets-manager');
  });
});
