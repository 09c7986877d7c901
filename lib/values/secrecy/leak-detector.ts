import { leavesOf } from './leaves.js';

/** A part of a text as long as this is enough to recognise it. */
const TELLING_LENGTH = 6;
const SHORTEST_ENCODED = 3;
const HEX = /^[\da-f]+$/;
const PERCENT = /%[\da-f]{2}/gi;
const ESCAPE = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gis;
const NUMERAL = /\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** A text as it is compared: without case, escapes, signs and the encoding of URLs. */
interface Spelling {
  readonly words: string;
  readonly letters: string;
  readonly signs: string;
}

/**
 * Finds out whether a message quotes any of some data, in whatever case, escaping, encoding or notation. Of data that is too
 * large to be looked through, any message may be a quotation.
 */
export class LeakDetector {
  readonly #isWhole: boolean;
  readonly #short: readonly Spelling[];
  /** The letters of all that is long enough to have a telling part. */
  readonly #long: string;
  readonly #longHex: string;
  readonly #numbers: ReadonlySet<number>;
  readonly #known = new Map<string, boolean>();

  constructor(data: unknown) {
    const leaves = leavesOf(data);
    const texts = [...new Set(leaves)];
    const encoded = texts.filter((text) => text.length >= SHORTEST_ENCODED).map((text) => Buffer.from(text));
    const spellings = texts.map(spellingOf);
    const base64 = encoded.map((bytes) => spellingOf(bytes.toString('base64')));
    const all = [...spellings, ...base64];
    this.#isWhole = leaves !== undefined;
    this.#short = all.filter(({ letters }) => !isTelling(letters));
    this.#long = all
      .map(({ letters }) => letters)
      .filter(isTelling)
      .join('\n');
    this.#longHex = encoded.map((bytes) => bytes.toString('hex')).join('\n');
    this.#numbers = new Set(texts.filter((text) => text.trim() !== '').map((text) => Math.abs(Number(text))));
  }

  /** Whether all of the data was looked at. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  isIn(message: string): boolean {
    if (!this.#isWhole) return true;
    const readings = new Set([message, message.replace(ESCAPE, ' '), message.replace(PERCENT, ' ')]);
    return (
      Array.from(readings, spellingOf).some((spelling) => this.#isQuotedIn(spelling)) ||
      this.#namesNumber(message)
    );
  }

  /** A long text is quoted by any telling part of it; a short one as a word; one of signs only as it is. */
  #isQuotedIn(message: Spelling): boolean {
    return (
      partsOf(message.letters).some((part) => this.#isPart(part)) ||
      this.#short.some(({ words, letters, signs }) =>
        letters.length > 0
          ? ` ${message.words} `.includes(` ${words} `)
          : signs !== '' && message.signs.includes(signs),
      )
    );
  }

  /** Whether a telling part is one of the data; messages that are alike ask the same. */
  #isPart(part: string): boolean {
    const known = this.#known.get(part) ?? (this.#long.includes(part) || this.#isHexPart(part));
    this.#known.set(part, known);
    return known;
  }

  #isHexPart(part: string): boolean {
    return HEX.test(part) && this.#longHex.includes(part);
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

const isTelling = (letters: string): boolean => letters.length >= TELLING_LENGTH;

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
