import { ConversionError } from './conversion-error.js';
import { parseJson } from './parse-json.js';

/** A field of a JSON secret as it is written there, so that no digit of a number is lost. */
export class JsonField {
  constructor(
    private readonly key: string,
    private readonly source: string,
  ) {}

  get isText(): boolean {
    return this.source.startsWith('"');
  }

  /** Text without its quotes; anything else as it is written. */
  get text(): string {
    return this.isText ? (JSON.parse(this.source) as string) : this.source;
  }

  /** What is written there: text, a number, an object or a list; of text, the data that this holds as JSON. */
  get data(): unknown {
    return parseJson(this.text);
  }

  /** The text of what is text, a number or a boolean; the data of an object, a list or `null`. */
  get value(): unknown {
    return /^[[{n]/.test(this.source) ? this.data : this.text;
  }

  /** The same, of what has a text. */
  get plainText(): string {
    const { value } = this;
    if (typeof value === 'string') return value;
    const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
    throw new ConversionError(`its key "${this.key}" holds ${found}, not text: give transform: 'json'`);
  }
}
