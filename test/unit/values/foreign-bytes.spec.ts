import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { describeIssues } from '../../../lib/values/secrecy/schema-issues.js';
import { makeCache } from '../../support/make-cache.js';
import { declareParameter, declareSecret } from '../../support/declare.js';

describe('Bytes of another realm or another type of array', () => {
  it.each<[string, unknown]>([
    ['a Uint8Array of another realm', runInNewContext('Uint8Array.of(1, 2, 3)')],
    ['an ArrayBuffer of another realm', runInNewContext('Uint8Array.of(1, 2, 3).buffer')],
    ['an ArrayBuffer', Uint8Array.of(1, 2, 3).buffer],
    ['a part of a buffer', new DataView(Uint8Array.of(0, 1, 2, 3, 4).buffer, 1, 3)],
    ['a Buffer', Buffer.of(1, 2, 3)],
  ])('are the bytes of a secret: %s', async (_title, SecretBinary) => {
    const { cache, vault } = makeCache();
    vault.instead = () => ({ Name: 's', VersionId: 'v', SecretBinary });
    const [bytes, buffer] = [cache.secret<Uint8Array>('s'), declareSecret<Buffer>(cache, 's', {}, Buffer)];

    await expect(bytes.get()).resolves.toEqual(Uint8Array.of(1, 2, 3));
    await expect(buffer.get()).resolves.toEqual(Buffer.of(1, 2, 3));
  });

  it.each<[string, () => unknown]>([
    ['of another realm', () => runInNewContext('Uint8Array.from([104, 105])')],
    ['of the type of another array', () => new Uint16Array(Uint8Array.of(104, 105).buffer)],
    ['in a buffer', () => Uint8Array.of(104, 105).buffer],
  ])('that a transform makes become those of the declared type: %s', async (_title, transform) => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');

    await expect(declareParameter(cache, '/x', { transform }, Buffer).get()).resolves.toEqual(
      Buffer.from('hi'),
    );
    await expect(declareParameter(cache, '/x', { transform }, Uint8Array).get()).resolves.toEqual(
      Uint8Array.of(104, 105),
    );
  });

  it('are not quoted when a schema rejects them', () => {
    const data = { key: runInNewContext('Uint8Array.from([99, 52, 110, 52, 114, 121])') as unknown };

    expect(describeIssues([{ message: 'got c4n4ry' }], data)).toBe('it does not fit');
  });

  it('are left as they are in what a schema makes', async () => {
    const made = runInNewContext('({ key: Uint8Array.of(1) })') as object;
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');

    expect(await cache.parameter('/x', { schema: z.string().transform(() => made) }).get()).toBe(made);
  });
});
