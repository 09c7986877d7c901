import { describe, expect, it } from '@jest/globals';
import {
  InvalidParameterError,
  ParameterAccessDeniedError,
  RefreshError,
  type SsmCacheChange,
  type SsmCacheError,
} from 'nestjs-ssm-cache';
import { FetchFailures } from '../../lib/engine/fetch-failures.js';
import { Knowledge } from '../../lib/engine/entry.js';
import type { Answer, FetchRequest, Reference } from '../../lib/sources/source.interface.js';
import { FakeRuntime } from '../support/fake-runtime.js';
import { makeCache, rejection } from '../support/make-cache.js';

const reference = (kind: Reference['kind'], name: string): Reference => ({
  kind,
  key: `${kind} ${name}`,
  name,
  fullName: name,
});
const request = (of: Reference): FetchRequest => ({
  reference: of,
  signal: new AbortController().signal,
  deadline: Infinity,
  callTimeout: Infinity,
});
const raw = { value: 'v', type: 'String', version: 1 } as const;
const found = (members?: readonly Reference[]): Answer => ({
  found: true,
  raw,
  ...(members === undefined ? {} : { members: members.map((member) => ({ reference: member, raw })) }),
});
const errorOf = (name: string): SsmCacheError => new RefreshError(name, { names: [name] });

describe('The failure of a refresh', () => {
  const shop = reference('path', '/shop');
  const root = reference('path', '/');
  const host = reference('parameter', '/shop/db/host');
  const failed = errorOf('/shop');
  const ofShop = new FetchFailures([request(shop)], new Map([[shop.key, failed]]));

  it('is that of the name itself', () => {
    expect(ofShop.of(shop)).toBe(failed);
    const own = errorOf('/shop/db/host');
    const both = new FetchFailures(
      [request(shop), request(host)],
      new Map([
        [shop.key, failed],
        [host.key, own],
      ]),
    );
    expect(both.of(host)).toBe(own);
  });

  it('is that of the path which a name is listed under', () => {
    expect(ofShop.of(host)).toBe(failed);
    const ofRoot = new FetchFailures([request(root)], new Map([[root.key, failed]]));
    expect(ofRoot.of(host)).toBe(failed);
  });

  it('is not that of the path for a name that was asked for, and came', () => {
    const asked = new FetchFailures([request(shop), request(host)], new Map([[shop.key, failed]]));

    expect(asked.of(host)).toBeUndefined();
  });

  it('is not that of another path, nor of the root where that came', () => {
    for (const name of ['/shopping/host', '/other', '/other/shop/', '/shop']) {
      expect(ofShop.of(reference('parameter', name))).toBeUndefined();
    }
    const partly = new FetchFailures([request(root), request(shop)], new Map([[shop.key, failed]]));
    expect(partly.of(host)).toBe(failed);
    expect(partly.of(reference('parameter', '/other'))).toBeUndefined();
  });

  it('is not that of a secret or a parameter with the name of a path', () => {
    for (const kind of ['secret', 'parameter'] as const) {
      const same = reference(kind, '/shop');
      expect(new FetchFailures([request(same)], new Map([[same.key, failed]])).of(host)).toBeUndefined();
    }
    expect(new FetchFailures([request(shop)], new Map()).of(host)).toBeUndefined();
  });
});

describe('What a refresh brought', () => {
  const path = reference('path', '/a');
  const member = reference('parameter', '/a/x');
  const other = reference('parameter', '/b');
  const learner = (of: Reference) => {
    const learnt: unknown[] = [];
    return {
      learnt,
      reference: of,
      adopt: (answer: Answer) => void learnt.push(answer.found),
      fail: (error: SsmCacheError, isOwn: boolean) => void learnt.push(error.code, isOwn),
      prepare: () => undefined,
      commit: () => {},
      announce: () => {},
      close: () => {},
    };
  };
  const learnt = (knowledge: Knowledge, of: Reference): unknown[] => {
    const subscriber = learner(of);
    knowledge.teach(subscriber);
    return subscriber.learnt;
  };
  const taught = () => {
    const { clock } = new FakeRuntime();
    const knowledge = new Knowledge();
    const answers = new Map([
      [path.key, found([member])],
      [member.key, found()],
      [other.key, found()],
    ]);
    knowledge.replace(answers, clock.now(), [request(path), request(other)]);
    return knowledge;
  };

  it('is read by whoever comes later, until the cache is closed', () => {
    const knowledge = taught();
    for (const each of [path, member, other]) expect(learnt(knowledge, each)).toEqual([true]);
    knowledge.forget();

    for (const each of [path, member, other]) expect(learnt(knowledge, each)).toEqual([]);
  });

  it('is read by nobody once AWS refuses it, nor is what was listed under it', () => {
    const knowledge = taught();
    const denied = new ParameterAccessDeniedError('denied', { names: ['/a'] });
    knowledge.fail(new FetchFailures([request(path), request(other)], new Map([[path.key, denied]])), denied);

    expect(learnt(knowledge, path)).toEqual(['SSM_CACHE_ACCESS_DENIED', true]);
    expect(learnt(knowledge, member)).toEqual(['SSM_CACHE_ACCESS_DENIED', true]);
    expect(learnt(knowledge, other)).toEqual([true, 'SSM_CACHE_ACCESS_DENIED', false]);
  });

  it('stays, with what failed, while AWS does not answer', () => {
    const knowledge = taught();
    const failed = errorOf('/a');
    knowledge.fail(new FetchFailures([request(path), request(other)], new Map([[path.key, failed]])), failed);

    expect(learnt(knowledge, member)).toEqual([true, 'SSM_CACHE_REFRESH', true]);
    expect(learnt(knowledge, other)).toEqual([true, 'SSM_CACHE_REFRESH', false]);
    knowledge.forget();
    expect(learnt(knowledge, other)).toEqual([]);
  });

  it('can be refused where there was nothing, or no list', () => {
    const knowledge = taught();
    const gone = reference('parameter', '/gone');
    const missing = new InvalidParameterError('gone', { names: ['/gone'] });
    knowledge.replace(
      new Map([
        [gone.key, { found: false, error: missing } as const],
        [other.key, found()],
      ]),
      new FakeRuntime().clock.now(),
      [],
    );
    const denied = new ParameterAccessDeniedError('denied', { names: ['/gone'] });
    const errors = new Map([gone, other].map(({ key }) => [key, denied]));
    knowledge.fail(new FetchFailures([request(gone), request(other)], errors), denied);

    expect(learnt(knowledge, gone)).toEqual(['SSM_CACHE_ACCESS_DENIED', true]);
    expect(learnt(knowledge, other)).toEqual(['SSM_CACHE_ACCESS_DENIED', true]);
  });

  it('tells that a name is not there for as long as it is young enough', async () => {
    const runtime = new FakeRuntime();
    const knowledge = new Knowledge();
    const lacks = (of: Reference) => knowledge.lacks(of, 60_000, runtime.clock);
    expect(lacks(member)).toBe(false);
    knowledge.replace(new Map([[path.key, found()]]), runtime.clock.now(), [request(path)]);

    expect([lacks(path), lacks(member)]).toEqual([false, true]);
    await runtime.advance(59.999);
    expect([lacks(path), lacks(member)]).toEqual([false, true]);
    await runtime.advance(0.001);
    expect([lacks(path), lacks(member)]).toEqual([false, false]);
  });
});

describe('A change', () => {
  const watched = async () => {
    const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
    const changes: SsmCacheChange[] = [];
    made.cache.changes$.subscribe((change) => changes.push(change));
    const first = made.secrets.put('db', 'one');
    const handle = made.cache.secret('db');
    await handle.get();
    const denied = async () => {
      made.secrets.deny('db');
      expect((await rejection(handle.refresh())).code).toBe('SSM_CACHE_ACCESS_DENIED');
      made.secrets.allow();
    };
    return { ...made, changes, first, handle, denied };
  };

  it('is told by the version from before AWS refused it', async () => {
    const { handle, denied, secrets, changes, first } = await watched();
    await denied();
    const second = secrets.put('db', 'two');
    await handle.refresh();

    expect(changes).toEqual([{ name: 'db', previousVersion: first, version: second }]);
  });

  it('is none where the same comes back after AWS refused it', async () => {
    const { handle, denied, changes } = await watched();
    await denied();
    await handle.refresh();

    expect(handle.value).toBe('one');
    expect(changes).toEqual([]);
  });

  it('is one, too, that it is gone after AWS refused it', async () => {
    const { handle, denied, changes, secrets, first } = await watched();
    await denied();
    secrets.delete('db', { force: true });
    await rejection(handle.refresh());

    expect(changes).toEqual([{ name: 'db', previousVersion: first, version: undefined }]);
  });

  it('is not the first value, neither of a name alone nor of one that joins a group', async () => {
    const { cache, parameters, changes, runtime } = await watched();
    parameters.put('/a', 'a');
    parameters.put('/b', 'b');
    const group = cache.createGroup();
    group.parameter('/a');
    await group.refresh();
    const joined = group.parameter('/b');
    await runtime.advance(1);
    await group.refresh();

    expect(joined.value).toBe('b');
    expect(changes).toEqual([]);
  });
});
