import { toBoolean } from './to-boolean.js';
import { toBuffer, toBytes } from './to-bytes.js';
import { toList } from './to-list.js';
import { toNumber } from './to-number.js';
import { toText } from './to-text.js';

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
export const conversionTo = (declaredType: unknown): ((value: unknown) => unknown) =>
  CONVERSIONS.get(declaredType) ?? ((value) => value);
