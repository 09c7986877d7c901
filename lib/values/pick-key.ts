import { Mismatch } from './mismatch.js';
import { parseJson } from './parse-json.js';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const step = (value: unknown, key: string, path: string): unknown => {
  if (!isObject(value)) throw new Mismatch(`it has no key "${path}", since it is not a JSON object there`);
  if (Object.hasOwn(value, key)) return value[key];
  const keys = Object.keys(value).map((name) => `"${name}"`);
  throw new Mismatch(`it has no key "${path}"; its keys are ${keys.join(', ') || 'none'}`);
};

/** One field of a JSON object. Dots lead into nested objects, unless a key is spelled with them. */
export const pickKey = (value: unknown, path: string): unknown => {
  const data = parseJson(value);
  if (isObject(data) && Object.hasOwn(data, path)) return data[path];
  return path.split('.').reduce((nested, key) => step(nested, key, path), data);
};
