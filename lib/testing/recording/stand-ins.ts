import { isJsonObject, mapMembers, type Json } from './tagged-json.js';

const NUMERAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const TRUTH = /^\s*(?:true|false)\s*$/i;

/**
 * What is written instead of values: of the same kind, equal for equal values, different for different ones. They are
 * numbered in the order in which the values appear, so that nothing of a value can be told from them.
 */
export class StandIns {
  readonly #numbers = new Map<string, number>();
  readonly #truths: string[] = [];

  /** Lists and objects keep their shape and the names of members. */
  of(value: Json): Json {
    if (value === null) return null;
    if (typeof value === 'string') return this.ofText(value);
    if (typeof value === 'number') return this.#number(String(value));
    if (typeof value === 'boolean') return this.#truth(String(value));
    if (!isJsonObject(value)) return value.map((item) => this.of(item));
    return typeof value['$binary'] === 'string'
      ? { $binary: Buffer.from(this.#mask(`bytes ${value['$binary']}`)).toString('base64') }
      : mapMembers(value, (member) => this.of(member));
  }

  /** JSON stays JSON, a number in text stays one, as do `true` and `false`; any other text is `***` and a number. */
  ofText(text: string): string {
    if (NUMERAL.test(text)) return String(this.#number(text.trim()));
    if (TRUTH.test(text)) return String(this.#truth(text.trim().toLowerCase()));
    const structure = structureIn(text);
    return structure === undefined ? this.#mask(`text ${text}`) : JSON.stringify(this.of(structure));
  }

  /** As many items as there were. */
  ofStringList(list: string): string {
    const items = list.split(',').map((item) => this.ofText(item));
    return items.join(',');
  }

  #mask(value: string): string {
    return `***${this.#number(value)}`;
  }

  #number(value: string): number {
    const number = this.#numbers.get(value) ?? this.#numbers.size + 1;
    this.#numbers.set(value, number);
    return number;
  }

  /** The first to appear is `true`, whichever it was. */
  #truth(value: string): boolean {
    if (!this.#truths.includes(value)) this.#truths.push(value);
    return this.#truths[0] === value;
  }
}

function structureIn(text: string): Json | undefined {
  try {
    const parsed = JSON.parse(text) as Json;
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
