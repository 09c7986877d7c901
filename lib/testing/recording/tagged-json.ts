import { types } from 'node:util';
import { isRecord } from '../shared/is-record.js';

/** Data as JSON can hold it; times and bytes are `{ "$date": … }` and `{ "$binary": … }`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json;
}

/** Whether it is an object, neither a list nor a scalar. */
export const isJsonObject = (value: Json): value is JsonObject => isRecord(value);

/** Each member of an object, made into something else, in alphabetical order; `undefined` leaves it out. */
export function mapMembers<In, Out>(
  members: Readonly<Record<string, In>>,
  map: (value: In, name: string) => Out | undefined,
): { readonly [name: string]: Out } {
  const entries: [string, Out][] = [];
  for (const name of Object.keys(members).toSorted()) {
    const mapped = map(members[name] as In, name);
    if (mapped !== undefined) entries.push([name, mapped]);
  }
  return Object.fromEntries(entries);
}

/** A copy that JSON can hold, the members of objects in alphabetical order. What it cannot hold is left out. */
export function toTaggedJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((item) => toTaggedJson(item) ?? null);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : { $date: value.toISOString() };
  if (types.isUint8Array(value)) return { $binary: Buffer.from(value).toString('base64') };
  return isRecord(value) ? mapMembers(value, toTaggedJson) : undefined;
}

/** The data that was made into JSON, a new copy at each call. */
export function fromTaggedJson(value: Json): unknown {
  if (Array.isArray(value)) return value.map(fromTaggedJson);
  if (!isJsonObject(value)) return value;
  const { $date, $binary } = value;
  if (typeof $date === 'string') return new Date($date);
  if (typeof $binary === 'string') return Uint8Array.from(Buffer.from($binary, 'base64'));
  return mapMembers(value, fromTaggedJson);
}
