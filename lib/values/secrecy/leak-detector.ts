import { isFieldName } from './field-name.js';

/** A part of a text as long as this is enough to recognise it. */
const TELLING_LENGTH = 6;
const SHORTEST_ENCODED = 3;
const PERCENT = /%[\da-f]{2}/gi;
const ESCAPE = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gis;
const NUMERAL = /\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** A text as it is compared: without case, escapes, signs and the encoding of URLs. */
interface Spelling {
  readonly words: string;
  readonly letters: string;
  readonly signs: string;
}

/** Finds out whether a message quotes any of some data, in whatever case, escaping, encoding or notation. */
export class LeakDetector {
  readonly #spellings: readonly Spelling[];
  readonly #numbers: ReadonlySet<number>;

  constructor(data: unknown) {
    const texts = leavesOf(data);
    this.#spellings = [...new Set(texts.flatMap((text) => [text, ...encodingsOf(text)]))].map(spellingOf);
    this.#numbers = new Set(texts.filter((text) => text.trim() !== '').map((text) => Math.abs(Number(text))));
  }

  isIn(message: string): boolean {
    const spellings = [message, message.replace(ESCAPE, ' '), message.replace(PERCENT, ' ')].map(spellingOf);
    return spellings.some((spelling) => this.#isQuotedIn(spelling)) || this.#namesNumber(message);
  }

  /** A long text is quoted by any telling part of it; a short one as a word; one of signs only as it is. */
  #isQuotedIn(message: Spelling): boolean {
    const parts = partsOf(message.letters);
    return this.#spellings.some(({ words, letters, signs }) => {
      if (letters.length >= TELLING_LENGTH) return parts.some((part) => letters.includes(part));
      if (letters.length > 0) return ` ${message.words} `.includes(` ${words} `);
      return signs !== '' && message.signs.includes(signs);
    });
  }

  #namesNumber(message: string): boolean {
    const numerals = message.match(NUMERAL) ?? [];
    return numerals.some((numeral) => this.#numbers.has(Number(numeral.replaceAll('_', ''))));
  }
}

const spellingOf = (text: string): Spelling => {
  const words = wordsOf(text);
  return { words: words.join(' '), letters: words.join(''), signs: signsOf(text) };
};

/** Base64 and hexadecimal of a text that is long enough to be recognised in them. */
const encodingsOf = (text: string): readonly string[] => {
  if (text.length < SHORTEST_ENCODED) return [];
  const bytes = Buffer.from(text);
  return [bytes.toString('base64'), bytes.toString('hex')];
};

const wordsOf = (text: string): readonly string[] =>
  text
    .replace(ESCAPE, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

const signsOf = (text: string): string => text.replace(/[\s\\\p{Cc}]/gu, '');

const partsOf = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - TELLING_LENGTH + 1) }, (_, start) =>
    text.slice(start, start + TELLING_LENGTH),
  );

/** The values in some data, and those of its keys that may be secrets themselves. */
const leavesOf = (data: unknown): readonly string[] => {
  const leaves: string[] = [];
  const left: unknown[] = [data];
  const seen = new Set<unknown>();
  while (left.length > 0) {
    const value = left.pop();
    if (value instanceof Uint8Array) leaves.push(Buffer.from(value).toString());
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      if (!Array.isArray(value)) leaves.push(...Object.keys(value).filter((key) => !isFieldName(key)));
      for (const member of Symbol.iterator in value ? (value as Iterable<unknown>) : Object.values(value))
        left.push(member);
    } else if (['string', 'number', 'boolean'].includes(typeof value)) leaves.push(String(value));
  }
  return leaves;
};
