import type { Json, JsonObject } from './tagged-json.js';

/** An error of AWS as it is recorded: what kind it is, never what it says, since that can quote a value. */
export interface RecordedError {
  readonly name: string;
  /** The code of an error of the network, such as `ECONNRESET`. */
  readonly code?: string;
  readonly $fault?: 'client' | 'server';
  readonly $metadata?: { readonly httpStatusCode: number };
}

/** What a call came to. No `output`: an answer of nothing at all. */
export type RecordedOutcome = { readonly output?: Json } | { readonly error: RecordedError };

/** One call in the file. */
export type RecordedCall = { readonly operation: string; readonly input: JsonObject } & RecordedOutcome;
