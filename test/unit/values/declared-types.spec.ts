import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection } from '../../support/make-cache.js';
import { declareParameter, declareSecret } from '../../support/declare.js';

const read = async (value: string | readonly string[], type: unknown, transform?: 'json' | 'list') => {
  const { cache, parameters } = makeCache();
  parameters.put('/x', value);
  return declareParameter<unknown>(cache, '/x', { transform }, type).get();
};

describe('The declared type of a property', () => {
  it.each([
    ['5432', Number, 5432],
    ['+.5', Number, 0.5],
    ['yes', Boolean, true],
    ['OFF', Boolean, false],
    ['0', Boolean, false],
    ['text', String, 'text'],
    ['text', Object, 'text'],
    ['text', undefined, 'text'],
    [['a', 'b'], Array, ['a', 'b']],
    [['a', 'b'], Object, ['a', 'b']],
  ])('makes of %j by %p: %j', async (value, type, expected) => {
    await expect(read(value, type)).resolves.toEqual(expected);
  });

  it('makes bytes, as a Uint8Array or a Buffer', async () => {
    const bytes = (await read('aGk=', Uint8Array)) as Uint8Array;
    const buffer = (await read('aGk=', Buffer)) as Buffer;

    expect(Buffer.isBuffer(bytes)).toBe(false);
    expect(Buffer.from(bytes).toString()).toBe('hi');
    expect(Buffer.isBuffer(buffer)).toBe(true);
    expect(buffer.toString()).toBe('hi');
  });

  it('makes bytes of a binary secret', async () => {
    const { cache, secrets } = makeCache();
    secrets.put('b', Uint8Array.of(1, 2));
    const buffer = await declareSecret<Buffer>(cache, 'b', {}, Buffer).get();

    expect(Buffer.isBuffer(buffer)).toBe(true);
    expect([...buffer]).toEqual([1, 2]);
    expect((await rejection(declareSecret(cache, 'b', {}, String).get())).message).toContain('not text');
  });

  it.each([
    ['words', Number],
    ['9007199254740993', Number],
    ['1e999', Number],
    ['0x10', Number],
    ['maybe', Boolean],
    ['a,b', Array],
    ['not base64!', Uint8Array],
  ])('cannot make anything of %j by %p, and says so without the value', async (value, type) => {
    const error = await rejection(read(value, type));

    expect(error.name).toBe('TransformError');
    expect(error.message).not.toContain(value);
  });

  it('string is no declaration for a StringList, and string[] none for a String', async () => {
    expect((await rejection(read(['a', 'b'], String))).message).toContain('declare string[]');
    expect((await rejection(read('a,b', Array))).message).toContain('StringList');
  });

  it('is applied to what a transform makes', async () => {
    await expect(read('[1,2]', Array, 'json')).resolves.toEqual([1, 2]);
    await expect(read('7', String, 'json')).resolves.toBe('7');
    await expect(read('true', String, 'json')).resolves.toBe('true');
    await expect(read('7', Number, 'json')).resolves.toBe(7);
    await expect(read('true', Boolean, 'json')).resolves.toBe(true);
    expect((await rejection(read('{"a":1}', String, 'json'))).name).toBe('TransformError');
    expect((await rejection(read('[1]', Number, 'json'))).name).toBe('TransformError');
  });

  it('leaves a list that is a list, and refuses a list of bytes', async () => {
    await expect(read(['a'], Array, 'list')).resolves.toEqual(['a']);
  });

  it('does not touch the default', async () => {
    const { cache } = makeCache();

    await expect(declareParameter<unknown>(cache, '/none', { default: 'd' }, Number).get()).resolves.toBe(
      'd',
    );
  });
});
