/** A part of a text as long as this is enough to recognise it. */
const TELLING_LENGTH = 6;
const ESCAPE = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gis;
const NUMERAL = /\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?/gi;

/** Finds out whether a message quotes any of some data, in whatever case, escaping or notation. */
export class Quotation {
  readonly #texts: readonly string[];
  readonly #numbers: ReadonlySet<number>;

  constructor(data: unknown) {
    this.#texts = leavesOf(data);
    this.#numbers = new Set(
      this.#texts.filter((text) => text.trim() !== '').map((text) => Math.abs(Number(text))),
    );
  }

  isIn(message: string): boolean {
    const spellings = [message, message.replace(ESCAPE, ' ')];
    return (
      this.#texts.some((text) => spellings.some((spelling) => quotes(spelling, text))) ||
      this.#namesNumber(message)
    );
  }

  #namesNumber(message: string): boolean {
    const numerals = message.match(NUMERAL) ?? [];
    return numerals.some((numeral) => this.#numbers.has(Number(numeral.replaceAll('_', ''))));
  }
}

/** A long text is quoted by any telling part of it; a short one as a word; one of signs only as it is. */
const quotes = (message: string, text: string): boolean => {
  const words = wordsOf(text);
  const letters = words.join('');
  if (letters.length >= TELLING_LENGTH) {
    return partsOf(wordsOf(message).join('')).some((part) => letters.includes(part));
  }
  if (letters.length > 0) return ` ${wordsOf(message).join(' ')} `.includes(` ${words.join(' ')} `);
  const signs = signsOf(text);
  return signs !== '' && signsOf(message).includes(signs);
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

const leavesOf = (data: unknown): readonly string[] => {
  const leaves: string[] = [];
  const left: unknown[] = [data];
  const seen = new Set<unknown>();
  while (left.length > 0) {
    const value = left.pop();
    if (value instanceof Uint8Array) leaves.push(Buffer.from(value).toString());
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      for (const member of Symbol.iterator in value ? (value as Iterable<unknown>) : Object.values(value))
        left.push(member);
    } else if (['string', 'number', 'boolean'].includes(typeof value)) leaves.push(String(value));
  }
  return leaves;
};
