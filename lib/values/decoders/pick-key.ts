import { isFieldName } from '../secrecy/field-name.js';
import { ConversionError } from '../convert/conversion-error.js';
import { parseJson } from '../convert/parse-json.js';

const MOST_SHOWN = 10;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const step = (value: unknown, key: string, path: string): unknown => {
  if (!isObject(value))
    throw new ConversionError(`it has no key "${path}", since it is not a JSON object there`);
  if (Object.hasOwn(value, key)) return value[key];
  throw new ConversionError(`it has no key "${path}"; ${keysOf(value)}`);
};

/** The keys that look like names of fields. */
const keysOf = (value: Record<string, unknown>): string => {
  const keys = Object.keys(value);
  const shown = keys.filter(isFieldName).slice(0, MOST_SHOWN);
  const others = keys.length - shown.length;
  const names = [
    ...shown.map((key) => `"${key}"`),
    ...(others > 0 ? [`${others} other${others > 1 ? 's' : ''}`] : []),
  ];
  return `its keys are ${names.join(', ') || 'none'}`;
};

/** One field of a JSON object. Dots lead into nested objects, unless a key is spelled with them. */
export const pickKey = (value: unknown, path: string): unknown => {
  const data = parseJson(value);
  if (isObject(data) && Object.hasOwn(data, path)) return data[path];
  return path.split('.').reduce((nested, key) => step(nested, key, path), data);
};
