import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection } from '../support/make-cache.js';

const messageFor = async (content: string | Uint8Array, key: string): Promise<string> => {
  const { cache, secrets } = makeCache();
  secrets.put('db', content);
  const { message } = await rejection(cache.secret('db', { key }).get());
  return message;
};

const withFields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));

describe('A key that a JSON secret lacks', () => {
  it.each<[string, object, string]>([
    ['two fields', { user: 'u', pass: 'p' }, 'its keys are "user", "pass"'],
    ['no field', {}, 'its keys are none'],
    ['a key that may be a secret', { user: 'u', tok_51HabcKEY99: 1 }, 'its keys are "user", 1 other'],
    ['two such keys', { tok_51HabcKEY99: 1, tok_51HabcKEY98: 2 }, 'its keys are 2 others'],
  ])('is told with the fields that there are: %s', async (_title, content, told) => {
    const message = await messageFor(JSON.stringify(content), 'password');

    expect(message).toContain(`it has no key "password"; ${told}.`);
    expect(message).not.toContain('tok_');
  });

  it('is told with ten fields at the most', async () => {
    const ten = await messageFor(JSON.stringify(withFields(10)), 'password');
    const twelve = await messageFor(JSON.stringify(withFields(12)), 'password');

    expect(ten).toMatch(/"field8", "field9"\.$/);
    expect(twelve).toMatch(/"field8", "field9", 2 others\.$/);
  });

  it.each([
    ['nothing', '{"a":null}'],
    ['a list', '{"a":["b"]}'],
    ['text', '{"a":"b"}'],
  ])('is told to be sought in %s', async (_title, text) => {
    expect(await messageFor(text, 'a.b')).toContain(
      'it has no key "a.b", since it is not a JSON object there',
    );
  });
});

describe('The key of a secret that is no JSON', () => {
  it('is told to be sought in bad JSON', async () => {
    expect(await messageFor('c4n4ry', 'a')).toMatch(/: it is not valid JSON\.$/);
  });

  it('is told to be sought in bytes, even if they hold JSON', async () => {
    expect(await messageFor(Buffer.from('{"a":1}'), 'a')).toContain('it is not text, so it cannot be JSON');
  });
});
