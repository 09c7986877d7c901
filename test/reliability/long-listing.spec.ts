import { expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { report } from './support/report.js';

const LATENCY = 60;
const SIZE = 1_000;
const NAMES_PER_PAGE = 10;

it('A listing that takes longer than refreshTimeout in all is loaded and refreshed', async () => {
  const store = new InMemoryParameterStore({}, { latency: LATENCY });
  const put = (value: string): void => {
    for (let index = 0; index < SIZE; index += 1) store.put(`/tree/${index}`, value);
  };
  put('first');
  const cache = new SsmCache({ ssmClient: store, refreshTimeout: 5, minRefreshInterval: 0 });
  const tree = cache.parameters<Record<string, string>>('/tree', { shape: 'record' });
  const holding = (value: string): number => Object.values(tree.value).filter((one) => one === value).length;
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now();
    await work();
    return (performance.now() - begin) / 1_000;
  };

  const loading = await seconds(() => tree.refresh());
  const loaded = holding('first');
  const callsOfLoading = store.calls.length;
  put('second');
  const refreshing = await seconds(() => tree.refresh());
  const refreshed = holding('second');
  const calls = store.calls.length;
  cache.close();

  expect(loading).toBeGreaterThan((SIZE / NAMES_PER_PAGE) * (LATENCY / 1_000) * 0.95);
  report({
    row: 'a listing of 1,000 at 60 ms a page',
    figure: `${loaded} loaded in ${loading.toFixed(1)} s (${callsOfLoading} calls), ${refreshed} refreshed in ${refreshing.toFixed(1)} s (${calls - callsOfLoading} calls)`,
    holds: loaded === SIZE && refreshed === SIZE,
  });
}, 120_000);
