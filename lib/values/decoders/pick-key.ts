import { isFieldName } from '../secrecy/field-name.js';
import { ConversionError } from '../convert/conversion-error.js';
import { JsonField } from '../convert/json-field.js';
import { checkJson } from '../convert/parse-json.js';
import { membersOf } from '../data/json-source.js';

type Members = ReturnType<typeof membersOf>;

const MOST_SHOWN = 10;
const MOST_LOOKED_AT = 200;

/** One field of a JSON object. Dots lead into nested objects, unless a key is spelled with them. */
export const pickKey = (value: unknown, path: string): JsonField => {
  const json = checkJson(value);
  const members = membersOf(json);
  return new JsonField(path, members?.get(path) ?? fieldAt(members, path));
};

const fieldAt = (members: Members, path: string): string => {
  const [first, ...others] = path.split('.') as [string, ...string[]];
  return others.reduce((json, key) => step(membersOf(json), key, path), step(members, first, path));
};

const step = (members: Members, key: string, path: string): string => {
  if (members === undefined)
    throw new ConversionError(`it has no key "${path}", since it is not a JSON object there`);
  const member = members.get(key);
  if (member === undefined) throw new ConversionError(`it has no key "${path}"; ${keysOf(members)}`);
  return member;
};

/** The first keys that look like names of fields. */
const keysOf = (members: NonNullable<Members>): string => {
  const shown: string[] = [];
  let lookedAt = 0;
  for (const key of members.keys()) {
    if (isFieldName(key)) shown.push(`"${key}"`);
    lookedAt += 1;
    if (shown.length === MOST_SHOWN || lookedAt === MOST_LOOKED_AT) break;
  }
  const others = members.size - shown.length;
  const names = [...shown, ...(others > 0 ? [`${others} other${others > 1 ? 's' : ''}`] : [])];
  return `its keys are ${names.join(', ') || 'none'}`;
};
