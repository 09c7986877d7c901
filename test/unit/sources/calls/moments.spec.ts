import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { parameterReference } from '../../../../lib/sources/parameter-store/parameter-reference.js';
import { pathReference } from '../../../../lib/sources/parameter-store/path-reference.js';
import { secretReference } from '../../../../lib/sources/secrets-manager/secret-reference.js';
import type { Answer } from '../../../../lib/sources/source.interface.js';
import type { NamedValue } from '../../../../lib/values/raw-value.js';
import { awsError } from '../../../support/make-cache.js';
import { sourceOfAws } from '../../../support/source-of-aws.js';

const parameter = (name: string) => parameterReference(name, { withDecryption: true });

const path = (name: string) => pathReference(name, { withDecryption: true, recursive: true, filters: [] });

const rawOf = (answer: Answer | undefined) => (answer?.found === true ? answer.raw : undefined);

const callOf = (answer: Answer | undefined): object | undefined => answer?.call;

const TIME = Date.UTC(2026, 1, 3, 4, 5, 6, 700);

const TIMES: readonly (readonly [what: string, date: unknown])[] = [
  ['a date, as the SDK gives it', new Date(TIME)],
  ['a date of another realm', runInNewContext(`new Date(${TIME})`)],
  ['a number of seconds, as AWS sends it', TIME / 1_000],
  ['an ISO text', '2026-02-03T04:05:06.700Z'],
  ['an ISO text of another time zone', '2026-02-03T06:05:06.700+02:00'],
];

const NO_TIMES: readonly (readonly [what: string, date: unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['no valid date', new Date(NaN)],
  ['a number of milliseconds', TIME],
  ['no number', NaN],
  ['another text', 'last Tuesday'],
  ['a number as a text', '7'],
  ['an object', { getTime: () => TIME }],
];

describe('When a version was modified', () => {
  it.each(TIMES)('is known of a parameter from %s', async (_, LastModifiedDate) => {
    const { fetch, ssm } = sourceOfAws();
    ssm.instead = () => ({ Parameters: [{ Name: '/p/a', Type: 'String', Value: 'v', LastModifiedDate }] });
    const [single, listing] = await fetch(parameter('/p/a'), path('/p'));

    expect(rawOf(single)?.modifiedAt).toBe(TIME);
    const [listed] = (rawOf(listing)?.value ?? []) as NamedValue[];
    expect(listed?.raw.modifiedAt).toBe(TIME);
  });

  it.each(TIMES)('is known of a secret from %s', async (_, CreatedDate) => {
    const { fetch, vault } = sourceOfAws();
    vault.instead = (operation, { SecretIdList }) =>
      operation === 'GetSecretValue'
        ? { Name: 'one', SecretString: 's', CreatedDate }
        : { SecretValues: SecretIdList.map((Name: string) => ({ Name, SecretString: 's', CreatedDate })) };
    const [single] = await fetch(secretReference('one'));
    const several = await fetch(secretReference('two'), secretReference('three'));

    expect([single, ...several].map((answer) => rawOf(answer)?.modifiedAt)).toEqual([TIME, TIME, TIME]);
  });

  it.each(NO_TIMES)('is unknown where AWS gives %s', async (_, date) => {
    const { fetch, ssm, vault } = sourceOfAws();
    ssm.instead = () => ({
      Parameters: [{ Name: '/a', Type: 'String', Value: 'v', LastModifiedDate: date }],
    });
    vault.instead = () => ({ Name: 'a', SecretString: 's', CreatedDate: date });
    const answers = await fetch(parameter('/a'), secretReference('a'));

    expect(answers.map(rawOf)).toMatchObject([{ value: 'v' }, { value: 's' }]);
    expect(answers.map((answer) => rawOf(answer)?.modifiedAt)).toEqual([undefined, undefined]);
  });
});

describe('The call that an answer is from', () => {
  it('is the same for all names of one batch, also for one that does not exist', async () => {
    const { fetch, parameters, secrets } = sourceOfAws();
    parameters.put('/a', 'v');
    secrets.put('a', 's');
    const [a, missing, secret, missingSecret] = await fetch(
      ...['/a', '/missing'].map(parameter),
      ...['a', 'missing'].map((id) => secretReference(id)),
    );

    expect(callOf(a)).toBeDefined();
    expect(callOf(missing)).toBe(callOf(a));
    expect(missing?.found).toBe(false);
    expect(callOf(secret)).toBeDefined();
    expect(callOf(missingSecret)).toBe(callOf(secret));
    expect(callOf(secret)).not.toBe(callOf(a));
  });

  it('differs where there are more names than one call takes, or than one batch can bring', async () => {
    const { fetch, parameters, secrets } = sourceOfAws();
    const names = Array.from({ length: 11 }, (_, index) => `/n${index}`);
    for (const name of names) parameters.put(name, 'v');
    secrets.put('db', 'one');
    secrets.put('db', 'two');
    const answers = await fetch(...names.map(parameter));
    const stages = ['AWSCURRENT', 'AWSPREVIOUS'].map((versionStage) =>
      secretReference('db', { versionStage }),
    );

    expect(new Set(answers.map(callOf)).size).toBe(2);
    expect(new Set((await fetch(...stages)).map(callOf)).size).toBe(2);
  });

  it('differs for the halves of a batch that AWS refuses as a whole', async () => {
    const { fetch, ssm } = sourceOfAws();
    ssm.instead = (_, { Names }) => {
      if (Names.length > 2) throw awsError('ValidationException');
      return { Parameters: Names.map((Name: string) => ({ Name, Type: 'String', Value: 'v' })) };
    };
    const [a, b, c] = await fetch(...['/a', '/b', '/c', '/d'].map(parameter));

    expect(callOf(b)).toBe(callOf(a));
    expect(callOf(c)).toBeDefined();
    expect(callOf(c)).not.toBe(callOf(a));
  });

  it('is there for a listing of one page, and not for one of several', async () => {
    const { fetch, parameters } = sourceOfAws();
    for (const index of Array.from({ length: 11 }).keys()) parameters.put(`/long/n${index}`, 'v');
    parameters.put('/short/a', 'v');
    const [short, long, nothing] = await fetch(path('/short'), path('/long'), path('/nothing'));

    expect(callOf(short)).toBeDefined();
    expect(callOf(long)).toBeUndefined();
    expect(callOf(nothing)).toBeDefined();
    expect(callOf(nothing)).not.toBe(callOf(short));
  });
});
