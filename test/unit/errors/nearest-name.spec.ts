import { describe, expect, it } from '@jest/globals';
import {
  missingLocallyMessage,
  missingTargetMessage,
  unknownClientMessage,
  unknownGroupMessage,
  unknownLocalSectionMessage,
  unknownOptionMessage,
} from '../../../lib/errors/errors.messages.js';
import { nearestName } from '../../../lib/errors/nearest-name.js';

const OPTIONS = ['maxAge', 'maxStale', 'refreshTimeout', 'key', 'jitter'];

describe('The nearest name', () => {
  it.each([
    ['another case', 'maxage', 'maxAge'],
    ['a letter too few', 'maxAg', 'maxAge'],
    ['two letters in the wrong order', 'jtiter', 'jitter'],
    ['a part of the name', 'timeout', 'refreshTimeout'],
    ['more than the name', 'maxAgeSeconds', 'maxAge'],
  ])('is found for %s', (_what, written, meant) => {
    expect(nearestName(written, OPTIONS)).toBe(meant);
  });

  it('is the one that is spelled most like it, in whichever order they are known', () => {
    expect(nearestName('/shop/db/hots', ['/shop/db/port', '/shop/db/host'])).toBe('/shop/db/host');
    expect(nearestName('/shop/db/hots', ['/shop/db/host', '/shop/db/port'])).toBe('/shop/db/host');
  });

  it.each([
    ['no name is like it', 'cacheTtl', OPTIONS],
    ['it is too short a part', 'it', OPTIONS],
    ['there is none', 'maxAge', []],
    ['it is too long to compare', `${'a'.repeat(300)}b`, [`${'a'.repeat(300)}c`]],
  ])('is left out where %s', (_why, written, known) => {
    expect(nearestName(written, known)).toBeUndefined();
  });
});

describe('A message about a name that there is not', () => {
  it.each([
    ['option', unknownOptionMessage('Shop.host', 'maxage', ['maxAge'])],
    ['group', unknownGroupMessage('limit', ['limits'])],
    ['client', unknownClientMessage('Shop.host', 'paymnts', ['payments'])],
    ['secret', missingTargetMessage('Shop.find', 'secret', 'prod/bd', ['prod/db'])],
    ['section', unknownLocalSectionMessage('aws.json', 'parameter')],
    [
      'local name',
      missingLocallyMessage('/shop/hots', { section: 'parameters', key: undefined }, undefined, undefined, [
        '/shop/host',
      ]),
    ],
  ])('offers the nearest %s, in three sentences at most', (_kind, message) => {
    expect(message).toMatch(/ Did you mean "[\w/]+"\? /);
    expect(message.match(/[.?](?: |$)/g)?.length).toBeLessThanOrEqual(3);
  });

  it('says what to do where no name is near', () => {
    expect(unknownClientMessage('Shop.host', 'audit', ['default'])).toBe(
      'Shop.host: there is no client "audit". The clients are "default". Add it to "clients" of the module, of the cache or of ssmCacheConfig().',
    );
    expect(unknownGroupMessage('db', [])).toBe(
      'There is no group "db". No group is registered: name it in forRoot({ groups }).',
    );
  });

  it('lists twenty of many', () => {
    const groups = Array.from({ length: 22 }, (_, index) => `g${index}`);

    expect(unknownGroupMessage('database', groups)).toMatch(/"g18", "g19" and 2 more\.$/);
  });
});
