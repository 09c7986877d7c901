import { JsonField } from '../convert/json-field.js';
import { toBoolean } from '../convert/to-boolean.js';
import { toBuffer, toBytes } from '../convert/to-bytes.js';
import { toList } from '../convert/to-list.js';
import { toNumber } from '../convert/to-number.js';
import { toText } from '../convert/to-text.js';

/** The conversion to each type that a property can be declared with, by the constructor that TypeScript emits. */
const CONVERSIONS = new Map<unknown, (value: unknown) => unknown>([
  [String, toText],
  [Number, toNumber],
  [Boolean, toBoolean],
  [Array, toList],
  [Uint8Array, toBytes],
  [Buffer, toBuffer],
]);

/** What makes a value of the declared type; other types take the value as it is. */
export const conversionTo =
  (declaredType: unknown) =>
  (value: unknown): unknown => {
    const convert = CONVERSIONS.get(declaredType);
    if (value instanceof JsonField) return convert === undefined ? value.plainText : convert(value.value);
    return convert === undefined ? value : convert(value);
  };
