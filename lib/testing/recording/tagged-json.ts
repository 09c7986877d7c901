import { types } from 'node:util';
import { isRecord } from '../shared/is-record.js';
import { deeply, eachItem, eachMember, type Step } from './deeply.js';

/** Data as JSON can hold it; times and bytes are `{ "$date": … }` and `{ "$binary": … }`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json;
}

/** A part of data on its way into other data; `undefined` leaves it out. */
export type JsonStep = Step<Json | undefined>;

/** Whether it is an object, neither a list nor a scalar. */
export const isJsonObject = (value: Json): value is JsonObject => isRecord(value);

/** Each member of an object, made into something else, in alphabetical order; `undefined` leaves it out. */
export function mapMembers<In, Out>(
  members: Readonly<Record<string, In>>,
  map: (value: In, name: string) => Out | undefined,
): { readonly [name: string]: Out } {
  const entries = namesOf(members).map((name) => [name, map(members[name] as In, name)] as const);
  return Object.fromEntries(entries.filter(isThere));
}

/** The items of a list, each a step. What is left out of a list is `null`. */
export const mapItemsDeeply = <In>(items: readonly In[], step: (item: In) => JsonStep): JsonStep =>
  eachItem(items, step, (results) => results.map((item) => item ?? null));

/** The members of an object in alphabetical order, each a step. */
export const mapMembersDeeply = <In>(
  members: Readonly<Record<string, In>>,
  step: (member: In, name: string) => JsonStep,
): JsonStep =>
  eachMember(members, namesOf(members), step, (results) => Object.fromEntries(results.filter(isThere)));

/**
 * A copy that JSON can hold, the members of objects in alphabetical order. What it cannot hold is left out, as is an object
 * inside itself.
 */
export function toTaggedJson(root: unknown): Json | undefined {
  const above = new Set<object>();
  const inside = (value: object, members: JsonStep): JsonStep => {
    if (above.has(value) || !('steps' in members)) return { result: undefined };
    above.add(value);
    return {
      steps: members.steps,
      make: (results) => {
        above.delete(value);
        return members.make(results);
      },
    };
  };
  const tagged = (value: unknown): JsonStep => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return { result: value };
    if (typeof value === 'number') return { result: Number.isFinite(value) ? value : null };
    if (Array.isArray(value)) return inside(value, mapItemsDeeply(value, tagged));
    if (types.isDate(value)) return { result: taggedDate(value) };
    if (types.isUint8Array(value)) return { result: { $binary: Buffer.from(value).toString('base64') } };
    return isRecord(value) ? inside(value, mapMembersDeeply(value, tagged)) : { result: undefined };
  };
  return deeply(tagged(root));
}

/** The data that was made into JSON, a new copy at each call. */
export function fromTaggedJson(value: Json): unknown {
  return deeply(untagged(value));
}

const taggedDate = (date: Date): Json =>
  Number.isNaN(date.getTime()) ? null : { $date: date.toISOString() };

function untagged(value: Json): Step<unknown> {
  if (Array.isArray(value)) return eachItem(value as readonly Json[], untagged, (items) => items);
  if (!isJsonObject(value)) return { result: value };
  const { $date, $binary } = value;
  if (typeof $date === 'string') return { result: new Date($date) };
  if (typeof $binary === 'string') return { result: Uint8Array.from(Buffer.from($binary, 'base64')) };
  return eachMember(value, namesOf(value), untagged, (members) => Object.fromEntries(members));
}

const namesOf = (members: object): readonly string[] => Object.keys(members).toSorted();

const isThere = <T>(entry: readonly [string, T | undefined]): entry is readonly [string, T] =>
  entry[1] !== undefined;
