import { isPathReference, memberReference } from '../../sources/parameter-store/path-reference.js';
import type { Answer, Reference } from '../../sources/source.interface.js';
import { isTree, type RawValue } from '../../values/raw-value.js';

/** An answer of AWS as it is shared. */
export interface SharedAnswer {
  readonly raw: RawValue;
  /** When it was fetched, in milliseconds since 1970, by the clock of who fetched it. */
  readonly at: number;
  /** Which call it is from: answers of one call show one moment of AWS. */
  readonly call: string | undefined;
}

const BYTES = 'base64';

/** An answer as text; `undefined` for one that is not shared. */
export const writeAnswer = (answer: Answer, at: number, call: string | undefined): string | undefined => {
  if (!answer.found) return undefined;
  const { raw } = answer;
  if (isTree(raw.value) && raw.value.some((one) => typeof one.raw.value !== 'string')) return undefined;
  const value =
    raw.value instanceof Uint8Array ? { [BYTES]: Buffer.from(raw.value).toString(BYTES) } : raw.value;
  return JSON.stringify({ raw: { ...raw, value }, at, call } satisfies {
    raw: unknown;
    at: number;
    call: unknown;
  });
};

/** What was written: nobody but who has the key can have written anything else. */
export const readAnswer = (text: string): SharedAnswer => {
  const shared = JSON.parse(text) as { readonly raw: RawValue & { value: unknown } } & SharedAnswer;
  const { value } = shared.raw as { readonly value: RawValue['value'] | { readonly [BYTES]: string } };
  if (typeof value === 'string' || !(BYTES in value)) return shared;
  return { ...shared, raw: { ...shared.raw, value: new Uint8Array(Buffer.from(value[BYTES], BYTES)) } };
};

/** The answer to a reference, with the members of a listing. */
export const answerOf = (reference: Reference, { raw }: SharedAnswer): Answer & { readonly found: true } => {
  if (!isPathReference(reference) || !isTree(raw.value)) return { found: true, raw };
  const members = raw.value.map((one) => ({ reference: memberReference(one.name, reference), raw: one.raw }));
  return { found: true, raw, members };
};
