import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection } from '../../../support/make-cache.js';

const VALUES = ['one', 'two', 'three'];

const LATEST = VALUES.length;

const LABELS: Record<string, number> = { live: 2 };

const versionIn = (selector: string | undefined): number =>
  selector === undefined ? LATEST : (LABELS[selector] ?? Number(selector));

/** What a fake answers for a name that was asked for: AWS would add `Selector`. */
type Answerer = (asked: string, name: string, version: number) => object;

const plain: Answerer = (_, Name, Version) => ({ Name, Version });

const echoing: Answerer = (asked, _, Version) => ({ Name: asked, Version });

const echoingAlone: Answerer = (asked) => ({ Name: asked });

const withoutColon: Answerer = (asked, Name) => ({ Name, Selector: asked.split(':')[1] ?? '' });

const withoutVersion: Answerer = (_, Name) => ({ Name });

const withNulls: Answerer = (_, Name, Version) => ({ Name, Version, Selector: null, ARN: null });

const makeFake = (answerer: Answerer) => {
  const world = makeCache();
  world.ssm.instead = (_, { Names }) => ({
    Parameters: (Names as string[]).map((asked) => {
      const [name, selector] = asked.split(':') as [string, string | undefined];
      const version = versionIn(selector);
      return { ...answerer(asked, name, version), Type: 'String', Value: VALUES[version - 1] };
    }),
  });
  return world;
};

const FAKES: readonly (readonly [what: string, answerer: Answerer])[] = [
  ['the version alone', plain],
  ['the name as it was asked for, and the version', echoing],
  ['nothing but the name as it was asked for', echoingAlone],
  ['the selector without its colon', withoutColon],
  ['neither version nor selector', withoutVersion],
  ['null as the selector', withNulls],
];

describe.each(FAKES)('Where a fake answers with %s', (_, answerer) => {
  it.each([
    ['/x', 'three'],
    ['/x:1', 'one'],
    ['/x:3', 'three'],
    ['/x:live', 'two'],
  ])('%s is read', async (name, value) => {
    const { cache, ssm } = makeFake(answerer);

    await expect(cache.parameter(name).get()).resolves.toBe(value);
    expect(ssm.count()).toBe(1);
  });

  it.each([
    [
      ['/x', '/x:1'],
      ['three', 'one'],
    ],
    [
      ['/x:live', '/x', '/y:2', '/x:1', '/y'],
      ['two', 'three', 'two', 'one', 'three'],
    ],
    [
      ['/x:3', '/x:2', '/x:1'],
      ['three', 'two', 'one'],
    ],
    [
      ['/x', '/x:3', '/x:live'],
      ['three', 'three', 'two'],
    ],
  ])('%j are read together, each in its version', async (names, values) => {
    const { cache } = makeFake(answerer);

    expect(await Promise.all(names.map((name) => cache.parameter(name).get()))).toEqual(values);
  });
});

describe('Where a fake answers without selector', () => {
  it('versions are told apart by what they say, in one call', async () => {
    const { cache, ssm } = makeFake(plain);
    await Promise.all(['/x', '/x:1', '/x:2'].map((name) => cache.parameter(name).get()));

    expect(ssm.count()).toBe(1);
  });

  it('a version that it leaves out is not taken for another', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = (_, { Names }) => {
      const [first] = Names as string[];
      const version = versionIn(first?.split(':')[1]);
      return {
        Parameters: [{ Name: '/x', Type: 'String', Value: VALUES[version - 1], Version: version }],
      };
    };
    const handles = ['/x:1', '/x', '/x:2'].map((name) => cache.parameter(name));

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['one', 'three', 'two']);
  });

  it('the only version that it answers is taken for none of two', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = (_, { Names }) => {
      const asked = (Names as string[]).toSorted().at(-1) ?? '';
      const version = versionIn(asked.split(':')[1]);
      return {
        Parameters: [{ Name: '/x', Type: 'String', Value: VALUES[version - 1], Version: version }],
      };
    };
    const handles = ['/x', '/x:1'].map((name) => cache.parameter(name));

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['three', 'one']);
  });

  it('a parameter of another account is not taken for one that was asked for by ARN', async () => {
    const { cache, ssm } = makeCache();
    const arn = (account: string): string => `arn:aws:ssm:us-east-1:${account}:parameter/x`;
    ssm.instead = () => ({
      Parameters: [{ Name: '/x', ARN: arn('999999999999'), Type: 'String', Value: 'theirs', Version: 1 }],
    });

    for (const name of [arn('123456789012'), `${arn('123456789012')}:1`]) {
      const error = await rejection(cache.parameter(name).get());
      expect(error.name).toBe('RefreshError');
      expect(error.message).toContain('it is not among the answers');
    }
  });

  it('an answer of another version is refused', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({ Parameters: [{ Name: '/x', Type: 'String', Value: 'v', Version: 2 }] });
    const error = await rejection(cache.parameter('/x:1').get());

    expect(error.name).toBe('RefreshError');
    expect(error.message).toContain('it is of another version');
  });

  it('a version that does not exist is missing, and the others are read', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({
      Parameters: [{ Name: '/x', Type: 'String', Value: 'v', Version: 2 }],
      InvalidParameters: ['/x:9'],
    });
    const handles = ['/x', '/x:9'].map((name) => cache.parameter(name, { optional: true }));

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['v', undefined]);
    expect(ssm.count()).toBe(1);
  });

  it('names are matched by ARN, and where there is none by name', async () => {
    const { cache, ssm } = makeCache();
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/x';
    ssm.instead = (_, { Names }) => ({
      Parameters: (Names as string[]).map((name) => ({
        Name: '/x',
        Type: 'String',
        Value: `v${name.slice(-1)}`,
        Version: Number(name.slice(-1)),
      })),
    });
    const handles = [`${arn}:1`, `${arn}:2`].map((name) => cache.parameter(name));

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['v1', 'v2']);
  });
});
