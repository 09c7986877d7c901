import { describe, expect, it } from '@jest/globals';
import type { CacheEvents } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { parameterChange } from '../../support/aws-events.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

/** The cache of an application, and that of its configuration, which is shown with it. */
const joined = async (events: CacheEvents = {}) => {
  const options = { maxAge: 60, jitter: 0, minRefreshInterval: 0, region: 'eu-west-1' };
  const own = makeCache({ ...options, extensions: [{ name: 'audit', events }] });
  const other = makeCache(options);
  own.parameters.put('/own', '1');
  other.parameters.put('/other', '1');
  const handles = { own: own.cache.parameter('/own'), other: other.cache.parameter('/other') };
  await Promise.all([own.cache.ready(), other.cache.ready()]);
  own.cache[INTERNALS].attach(other.cache);
  return { own, other, handles };
};

const throttled = (): never => {
  throw awsError('ThrottlingException');
};

describe('A cache that is joined to another', () => {
  it('is shown with it', async () => {
    const { own, other } = await joined();

    expect(own.cache.inspect().map(({ name }) => name)).toEqual(['/own', '/other']);
    expect(other.cache.inspect().map(({ name }) => name)).toEqual(['/other']);
    expect(own.cache.health()).toMatchObject({ status: 'up', entries: 2 });
    expect(own.cache.health().clients).toHaveLength(1);
    expect(own.cache.stats()).toMatchObject({ refreshes: 2, awsCalls: { GetParameters: 2 } });
    expect(other.cache.stats()).toMatchObject({ refreshes: 1 });
  });

  it('takes part in its health', async () => {
    const { own, other, handles } = await joined();
    other.parameters.delete('/other');
    await rejection(handles.other.refresh());
    expect(own.cache.health({ names: true })).toMatchObject({
      status: 'degraded',
      failing: 1,
      problems: [{ name: '/other' }],
    });

    other.ssm.instead = throttled;
    await rejection(handles.other.refresh());
    expect(own.cache.health().clients).toMatchObject([{ source: 'ssm', client: 'default' }]);
    expect(own.cache.health().clients[0]?.status).not.toBe('up');
  });

  it('is refreshed with it, and fails with it', async () => {
    const { own, other, handles } = await joined();
    own.parameters.put('/own', '2');
    other.parameters.put('/other', '2');
    await own.cache.refresh();
    expect([handles.own.value, handles.other.value]).toEqual(['2', '2']);

    other.ssm.instead = throttled;
    own.parameters.put('/own', '3');
    expect(await rejection(own.cache.refresh())).toMatchObject({
      code: 'SSM_CACHE_REFRESH',
      names: ['/other'],
    });
    expect(handles.own.value).toBe('3');
  });

  it('is refreshed where it is expired', async () => {
    const { own, other, handles } = await joined();
    other.parameters.put('/other', '2');
    await own.cache.refreshExpired();
    expect(handles.other.value).toBe('1');

    await Promise.all([own.runtime.advance(61), other.runtime.advance(61)]);
    await own.cache.refreshExpired();
    expect(handles.other.value).toBe('2');
    expect([own.ssm.count(), other.ssm.count()]).toEqual([2, 2]);
  });

  it('hears of what has changed', async () => {
    const { own, other, handles } = await joined();
    const change = { source: 'ssm', name: '/other' };
    expect(own.cache[INTERNALS].expire(change)).toEqual(['/other']);
    expect(own.cache[INTERNALS].expire({ source: 'ssm', name: '/own' })).toEqual(['/own']);
    other.parameters.put('/other', '2');
    expect(await handles.other.get()).toBe('2');

    other.parameters.put('/other', '3');
    const { names } = await own.cache.notify(parameterChange('/other'));
    await settle();
    expect(names).toEqual(['/other']);
    expect(handles.other.value).toBe('3');
  });

  it('tells of its changes where those of the other are told', async () => {
    const told: string[] = [];
    const { own, other, handles } = await joined({
      changed: ({ name }) => void told.push(`changed ${name}`),
      refreshStarted: ({ names }) => void told.push(`started ${names.join()}`),
    });
    const seen: string[] = [];
    own.cache.changes$.subscribe(({ name }) => seen.push(name));
    told.length = 0;
    other.parameters.put('/other', '2');
    await handles.other.refresh();

    expect(seen).toEqual(['/other']);
    expect(told).toEqual([]);
  });

  it('tells guests of the other, until they leave', async () => {
    const { own, other, handles } = await joined();
    const told: string[] = [];
    const leave = own.cache[INTERNALS].relay.add({
      changed: ({ name }) => void told.push(name),
    });
    other.parameters.put('/other', '2');
    await handles.other.refresh();
    own.parameters.put('/own', '2');
    await handles.own.refresh();
    expect(told.toSorted()).toEqual(['/other', '/own']);

    leave();
    other.parameters.put('/other', '3');
    own.parameters.put('/own', '3');
    await Promise.all([handles.other.refresh(), handles.own.refresh()]);
    expect(told).toHaveLength(2);
  });
});
