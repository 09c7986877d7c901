import { nestApp } from '../runner/nest-app.js';

const TEST = `
import { Test, type TestingModule } from '@nestjs/testing';
import { Injectable } from '@nestjs/common';
import { SsmCache, SsmParam } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';
import { vi } from 'vitest';

@Injectable()
class LimitService {
  @SsmParam('/limit') readonly limit!: number;
  @SsmParam('/limit') readonly strict!: Promise<string>;
}

const compile = (): Promise<TestingModule> =>
  Test.createTestingModule({
    imports: [SsmCacheTestingModule.register({ parameters: { '/limit': '1' }, maxAge: 10, jitter: 0 })],
    providers: [LimitService],
  }).compile();

afterEach(() => {
  vi.useRealTimers();
});

it('starts, refreshes and ends while timers are fake', async () => {
  vi.useFakeTimers();
  const module = await compile();
  module.get(InMemoryParameterStore).put('/limit', '2');
  await module.get(SsmCache).refresh();

  expect(module.get(LimitService).limit).toBe(2);
  await module.close();
});

it('finds a value too old when the fake clock says so', async () => {
  vi.useFakeTimers();
  const module = await compile();
  module.get(InMemoryParameterStore).put('/limit', '2');
  await expect(module.get(LimitService).strict).resolves.toBe('1');
  await vi.advanceTimersByTimeAsync(11_000);

  await expect(module.get(LimitService).strict).resolves.toBe('2');
  await module.close();
});

it('goes on refreshing when timers are real again', async () => {
  const module = await compile();
  vi.useFakeTimers();
  vi.advanceTimersByTime(11_000);
  expect(module.get(LimitService).limit).toBe(1);
  vi.useRealTimers();
  module.get(InMemoryParameterStore).put('/limit', '3');
  await module.get(SsmCache).refresh();

  expect(module.get(LimitService).limit).toBe(3);
  await module.close();
});
`;

export default nestApp({
  name: 'vitest-fake-timers',
  about: 'unit tests under the fake timers of Vitest',
  nest: 12,
  adapt: (project) => project.write('test/fake-timers.e2e-spec.ts', TEST),
});
