import { isRecord } from '../shared/is-record.js';
import type { RecordedError, RecordedOutcome } from './recorded-call.interface.js';
import { deeply } from './deeply.js';
import {
  isJsonObject,
  mapItemsDeeply,
  mapMembersDeeply,
  toTaggedJson,
  type Json,
  type JsonStep,
} from './tagged-json.js';

const NAME = /^[A-Za-z]{1,64}$/;
const NETWORK_CODE = /^E[A-Z_]{1,32}$/;

/** An answer for the record, values included, without what differs from one request to the next. */
export function recordedOutput(output: unknown): RecordedOutcome {
  const json = toTaggedJson(output);
  const written = json === undefined ? undefined : deeply(withoutTexts(json));
  return written === undefined ? {} : { output: written };
}

/** An error for the record. A name, code or status that is not what AWS gives is left out: it could be a value. */
export function recordedError(error: unknown): { readonly error: RecordedError } {
  const { name, code, $fault, $metadata } = (error ?? {}) as Record<string, unknown>;
  return {
    error: {
      name: matches(name, NAME) ? name : 'Error',
      ...(matches(code, NETWORK_CODE) && { code }),
      ...(($fault === 'client' || $fault === 'server') && { $fault }),
      ...withStatus($metadata),
    },
  };
}

/** An error as the SDK throws it, as far as it was recorded. */
export function replayedError({ name, ...facts }: RecordedError, file: string): Error {
  const error = new Error(`${name}, as recorded in "${file}"`);
  return Object.assign(error, structuredClone({ name, ...facts }));
}

/** What batches say of the secrets that failed is text that can quote a value. */
function withoutTexts(value: Json): JsonStep {
  if (Array.isArray(value)) return mapItemsDeeply(value as readonly Json[], withoutTexts);
  if (!isJsonObject(value)) return { result: value };
  return mapMembersDeeply(value, (item, member) => {
    if (member === 'Message') return { result: undefined };
    return member === '$metadata' ? { result: withStatus(item).$metadata } : withoutTexts(item);
  });
}

function withStatus(metadata: unknown): { readonly $metadata?: { readonly httpStatusCode: number } } {
  const status = isRecord(metadata) ? metadata['httpStatusCode'] : undefined;
  return typeof status === 'number' ? { $metadata: { httpStatusCode: status } } : {};
}

const matches = (value: unknown, pattern: RegExp): value is string =>
  typeof value === 'string' && pattern.test(value);
