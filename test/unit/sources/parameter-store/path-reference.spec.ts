import { describe, expect, it } from '@jest/globals';
import { parameterReference } from '../../../../lib/sources/parameter-store/parameter-reference.js';
import { memberReference, pathReference } from '../../../../lib/sources/parameter-store/path-reference.js';
import { SsmFilterKeyId, SsmFilterLabel } from '../../../../lib/sources/parameter-store/filters.js';
import { thrown } from '../../../support/make-cache.js';

const listed = (filters: readonly unknown[] = [], withDecryption = true) =>
  pathReference('/shop', { withDecryption, recursive: true, filters });

const live = new SsmFilterLabel().value('live');

const next = new SsmFilterLabel().value('next');

const byKey = new SsmFilterKeyId().value('alias/shop');

describe('A path', () => {
  it('is the same however many slashes it ends in', () => {
    const options = { withDecryption: true, recursive: true, filters: [] };

    expect(pathReference('/shop//', options)).toEqual(listed());
    expect(pathReference('//', options).name).toBe('/');
  });

  it('without leading slash is refused by its name', () => {
    const error = thrown(() => pathReference('shop', { withDecryption: true, recursive: true, filters: [] }));

    expect(error).toMatchObject({ name: 'InvalidPathError', names: ['shop'] });
  });
});

describe('A parameter that a listing brings', () => {
  it.each([true, false])('is the one that is read by its name, decrypted or not (%s)', (withDecryption) => {
    const byName = parameterReference('/shop/name', { withDecryption });

    expect(memberReference('/shop/name', listed([], withDecryption))).toEqual(byName);
    expect(memberReference('/shop/name', listed([byKey], withDecryption))).toEqual(byName);
  });

  it('in the version of a label is not the latest one, nor that of another label', () => {
    const latest = memberReference('/shop/name', listed());
    const labelled = memberReference('/shop/name', listed([live]));
    const keysSeen = [latest, labelled, memberReference('/shop/name', listed([next]))].map(({ key }) => key);

    expect(new Set(keysSeen).size).toBe(3);
    expect({ ...labelled, key: latest.key }).toEqual(latest);
  });

  it('in the version of a label is the same whatever else its listing is filtered by', () => {
    expect(memberReference('/shop/name', listed([live, byKey]))).toEqual(
      memberReference('/shop/name', listed([live])),
    );
  });

  it('in the version of a label is another one under another name', () => {
    expect(memberReference('/shop/name', listed([live])).key).not.toBe(
      memberReference('/shop/host', listed([live])).key,
    );
  });
});
