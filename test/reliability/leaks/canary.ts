import { inspect } from 'node:util';

/** A value that is looked for wherever it must not be. */
export interface Canary {
  readonly title: string;
  /** What AWS holds. */
  readonly value: string;
  /** What of it must not be found: all of it, or what tells it where it is data. */
  readonly secrets: readonly string[];
}

const LONG = 'c4n4ry-K7qLmZ.92xVtR';
const AWKWARD = 'k"9ß\\nq7\n~\u2028Zx\u0007w<&>%41v';

export const CANARIES: readonly Canary[] = [
  { title: 'long', value: LONG, secrets: [LONG] },
  { title: 'short', value: 'Qzx', secrets: ['Qzx'] },
  { title: 'number', value: '918273645546372', secrets: ['918273645546372'] },
  {
    title: 'JSON',
    value: JSON.stringify({ field: LONG, list: [{ pin: 7_319_042_688 }] }),
    secrets: [LONG, '7319042688'],
  },
  { title: 'awkward', value: AWKWARD, secrets: [AWKWARD] },
];

/** Parts as long as these are enough to recognise a longer text by, as it is and encoded. */
const PLAIN_PART = 5;
const ENCODED_PART = 12;
/** Of digits alone it takes more: times and ages hold any five of them now and then. */
const DIGITS_PART = 8;

const windows = (text: string, length: number): readonly string[] =>
  Array.from({ length: Math.max(1, text.length - length + 1) }, (_, start) =>
    text.slice(start, start + length),
  );

const plainForms = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  inspect(secret).slice(1, -1),
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
];

/** Base64 of what stands at any offset in a longer text, without the characters that its neighbours share. */
const base64Forms = (secret: string): readonly string[] =>
  ['', ' ', '  '].map((before) => {
    const encoded = Buffer.from(before + secret).toString('base64');
    const isWhole = encoded.endsWith('=') ? encoded.replace(/.=+$/, '') : encoded;
    return isWhole.slice(before === '' ? 0 : before.length + 1);
  });

const encodedForms = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    ...base64Forms(secret),
    hex,
    hex.toUpperCase(),
    bytes.join(','),
    bytes.join(', '),
    Array.from(secret, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ].filter((form) => form.length >= 4);
};

const isDigits = (text: string): boolean => /^\d+$/.test(text);

const tracesOf = (form: string, part: number): readonly string[] => [
  ...windows(form, part).filter((trace) => !isDigits(trace)),
  ...windows(form, DIGITS_PART).filter(isDigits),
];

const patternOf = (forms: readonly string[], part: number, flags: string): RegExp => {
  const traces = new Set(forms.flatMap((form) => tracesOf(form, part)));
  return new RegExp(
    [...traces].map((trace) => trace.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join('|'),
    flags,
  );
};

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** What finds a canary in a text: any telling part of it, in whatever case, escaping or encoding. */
export const finderOf = ({ secrets }: Canary): ((text: string) => string | undefined) => {
  const patterns = [
    patternOf(secrets.flatMap(plainForms), PLAIN_PART, 'i'),
    patternOf(secrets.flatMap(encodedForms), ENCODED_PART, ''),
  ];
  return (text) => {
    const searched = text.replace(UUID, 'a request');
    return patterns.map((pattern) => pattern.exec(searched)?.[0]).find((trace) => trace !== undefined);
  };
};
