import { deeply } from './deeply.js';
import { compactText } from './json-text.js';
import { isJsonObject, mapItemsDeeply, mapMembersDeeply, type Json, type JsonStep } from './tagged-json.js';

const BYTE_ORDER_MARK = '\uFEFF';
const NUMERAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const TRUTH = /^\s*(?:true|false)\s*$/i;

/**
 * What is written instead of values: of the same kind, equal for equal values, different for different ones. They are
 * numbered in the order in which the values appear, so that nothing of a value can be told from them.
 */
export class StandIns {
  readonly #numbers = new Map<string, number>();
  #truths: readonly string[] = [];
  #kept: readonly string[] = this.#truths;
  #added: string[] = [];

  /** Keeps the stand-ins so far: `undo()` will not take them back. */
  keep(): void {
    this.#added = [];
    this.#kept = this.#truths;
  }

  /** Takes back what was given out since `keep()`, so that the values can appear in another order. */
  undo(): void {
    for (const value of this.#added) this.#numbers.delete(value);
    this.#truths = this.#kept;
    this.#added = [];
  }

  /** Lists and objects keep their shape and the names of members. */
  of(value: Json): Json {
    return deeply(this.#standIn(value)) ?? null;
  }

  /** JSON stays JSON, a number in text stays one, as do `true` and `false`; any other text is `***` and a number. */
  ofText(text: string): string {
    if (NUMERAL.test(text)) return String(this.#number(text.trim()));
    if (TRUTH.test(text)) return String(this.#truth(text.trim().toLowerCase()));
    const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    const structure = structureIn(text.slice(mark.length));
    return structure === undefined ? this.#mask(`text ${text}`) : mark + compactText(this.of(structure));
  }

  /** As many items as there were. */
  ofStringList(list: string): string {
    const items = list.split(',').map((item) => this.ofText(item));
    return items.join(',');
  }

  #standIn(value: Json): JsonStep {
    if (value === null) return { result: null };
    if (typeof value === 'string') return { result: this.ofText(value) };
    if (typeof value === 'number') return { result: this.#number(String(value)) };
    if (typeof value === 'boolean') return { result: this.#truth(String(value)) };
    if (!isJsonObject(value)) return mapItemsDeeply(value, (item) => this.#standIn(item));
    return typeof value['$binary'] === 'string'
      ? { result: { $binary: Buffer.from(this.#mask(`bytes ${value['$binary']}`)).toString('base64') } }
      : mapMembersDeeply(value, (member) => this.#standIn(member));
  }

  #mask(value: string): string {
    return `***${this.#number(value)}`;
  }

  #number(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(value, number);
    this.#added.push(value);
    return number;
  }

  /** The first to appear is `true`, whichever it was. */
  #truth(value: string): boolean {
    if (!this.#truths.includes(value)) this.#truths = [...this.#truths, value];
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
