import { describe, expect, it } from '@jest/globals';
import { CANARIES, finderOf } from './canary.js';
import { LOG_SINKS, SINKS } from './sinks.js';

const ALL = { ...SINKS, ...LOG_SINKS };

const planted = (text: string): unknown => {
  const cause = Object.defineProperty(new Error('innocent'), 'hidden', { value: text });
  return Object.assign(new Error(text, { cause }), { text });
};

describe('A canary that is put there by hand', () => {
  it.each(CANARIES)('is found in every sink: $title', (canary) => {
    const find = finderOf(canary);
    const missed = Object.entries(ALL).filter(([, sink]) =>
      canary.secrets.some((secret) => find(sink(planted(secret))) === undefined),
    );

    expect(missed.map(([name]) => name)).toEqual([]);
  });

  it.each(CANARIES)('is found in every encoding: $title', (canary) => {
    const find = finderOf(canary);
    for (const secret of canary.secrets) {
      const bytes = Buffer.from(secret);
      for (const text of [
        secret.toUpperCase(),
        bytes.toString('base64'),
        ...(secret.length > 6 ? [Buffer.from(`user:${secret}`).toString('base64')] : []),
        bytes.toString('hex'),
        encodeURIComponent(secret),
        JSON.stringify({ secret }),
        JSON.stringify(JSON.stringify({ secret })),
        JSON.stringify(bytes),
      ]) {
        expect(find(`before ${text} after`)).toBeDefined();
      }
    }
  });

  it.each(CANARIES)('is not found where there is none: $title', (canary) => {
    const find = finderOf(canary);
    for (const sink of Object.values(ALL)) expect(find(sink(planted('innocent')))).toBeUndefined();
  });
});
