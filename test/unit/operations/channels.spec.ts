import { afterEach, describe, expect, it } from '@jest/globals';
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

const CANARY = 'c4n4ry';

type Told = readonly [event: string, context: Record<string, unknown>];

const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
});

/** What is published on a tracing channel from now on. */
const listen = (name: string): readonly Told[] => {
  const told: Told[] = [];
  const note = (event: string) => (context: unknown) =>
    void told.push([event, context as Record<string, unknown>]);
  const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
  const listeners = Object.fromEntries(events.map((event) => [event, note(event)])) as never;
  tracingChannel(name).subscribe(listeners);
  undo.push(() => tracingChannel(name).unsubscribe(listeners));
  return told;
};

const made = () => {
  const all = makeCache({ minRefreshInterval: 0 });
  all.parameters.put('/host', CANARY);
  return { ...all, host: all.cache.parameter('/host') };
};

describe('The channels', () => {
  it('have one object for a refresh from its start to its end', async () => {
    const told = listen('nestjs-ssm-cache:refresh');
    const { host } = made();
    await host.get();

    expect(told.map(([event]) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(new Set(told.map(([, context]) => context)).size).toBe(1);
    expect(told[0]?.[1]).toMatchObject({
      names: ['/host'],
      source: 'ssm',
      reason: 'load',
      isGroup: false,
      outcome: 'refreshed',
      milliseconds: 0,
    });
  });

  it('say why a value is refreshed: it has expired, or the application asked for it', async () => {
    const told = listen('nestjs-ssm-cache:refresh');
    const { cache, runtime } = made();
    const host = cache.parameter('/host', { maxAge: 60 });
    await host.get();
    await runtime.advance(61);
    await host.get();
    await host.refresh();

    const reasons = told.filter(([event]) => event === 'start').map(([, { reason }]) => reason);
    expect(reasons).toEqual(['load', 'expired', 'forced']);
  });

  it('tell of a failed refresh by an error of ours, and of a failed call by the name of its error', async () => {
    const [refreshes, calls] = [listen('nestjs-ssm-cache:refresh'), listen('nestjs-ssm-cache:call')];
    const { host, ssm } = made();
    ssm.instead = () => Promise.reject(awsError('ThrottlingException', CANARY));
    await rejection(host.get());

    const events = ['start', 'end', 'error', 'asyncStart', 'asyncEnd'];
    expect(refreshes.map(([event]) => event)).toEqual(events);
    expect(refreshes.at(-1)?.[1].error).toMatchObject({ code: 'SSM_CACHE_REFRESH' });
    expect(calls.map(([event]) => event)).toEqual(events);
    expect(calls.at(-1)?.[1]).toMatchObject({
      source: 'ssm',
      client: 'default',
      operation: 'GetParameters',
      count: 1,
      error: 'ThrottlingException',
      isThrottled: true,
    });
  });

  it('keep operations apart that overlap', async () => {
    const told = listen('nestjs-ssm-cache:call');
    const { cache, ssm, parameters, secrets, vault } = made();
    parameters.put('/p/a', CANARY);
    secrets.put('db', CANARY);
    ssm.isHolding = true;
    const reads = Promise.all([cache.parameters('/p').get(), cache.secret('db').get()]);
    while (ssm.waiting.length === 0 || vault.count() === 0) await new Promise(setImmediate);
    ssm.letGo();
    await reads;

    const ended = told.filter(([event]) => event === 'asyncEnd').map(([, context]) => context);
    expect(ended.map(({ operation }) => operation)).toEqual(['GetSecretValue', 'GetParametersByPath']);
    expect(new Set(told.map(([, context]) => context)).size).toBe(2);
  });

  it('tell of changes, by names and versions', async () => {
    const changes: unknown[] = [];
    const note = (change: unknown): void => void changes.push(change);
    subscribe('nestjs-ssm-cache:change', note);
    undo.push(() => void unsubscribe('nestjs-ssm-cache:change', note));
    const { host, parameters } = made();
    await host.get();
    parameters.put('/host', `${CANARY} 2`);
    await host.refresh();

    expect(changes).toEqual([{ name: '/host', previousVersion: 1, version: 2 }]);
  });

  it('hold no value', async () => {
    const all = ['refresh', 'call'].map((name) => listen(`nestjs-ssm-cache:${name}`));
    const { host, parameters, ssm } = made();
    await host.get();
    parameters.put('/host', `${CANARY} 2`);
    await host.refresh();
    ssm.instead = () => Promise.reject(awsError('InternalServerError', CANARY, 500));
    await rejection(host.refresh());

    const { inspect } = await import('node:util');
    expect(inspect(all, { depth: 10, showHidden: true })).not.toContain(CANARY);
    expect(all.flat()).toHaveLength(26);
  });

  it('are silent of what began before anybody listened, and after', async () => {
    const { host, ssm } = made();
    ssm.isHolding = true;
    const read = host.get();
    while (ssm.waiting.length === 0) await new Promise(setImmediate);
    const told = listen('nestjs-ssm-cache:call');
    ssm.letGo();
    await read;

    expect(told).toEqual([]);
  });
});
