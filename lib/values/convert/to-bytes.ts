import { bytesIn } from '../data/bytes.js';
import { ConversionError } from './conversion-error.js';

const FOREIGN = /[^\w+/=-]/;
const PADDING = /={0,2}$/;

/** The bytes of a binary secret, or of base64 text: in one line or wrapped, of the usual alphabet or the one of URLs. */
export const toBuffer = (value: unknown): Buffer => {
  const bytes = bytesIn(value);
  if (bytes !== undefined) return Buffer.from(bytes);
  if (typeof value !== 'string') throw new ConversionError('it is neither binary nor base64 text');
  const text = unwrapped(value);
  const flaw = flawOf(text);
  if (flaw !== undefined) throw new ConversionError(`it is neither binary nor base64 text: ${flaw}`);
  return Buffer.from(text, 'base64');
};

export const toBytes = (value: unknown): Uint8Array => Uint8Array.from(toBuffer(value));

/** The text in one line: the `base64` command begins a new one after 76 characters. */
const unwrapped = (text: string): string => {
  const lines = text.split(/[\r\n]+/);
  return lines.map((line) => line.trim()).join('');
};

/** Why a text is no base64, if it is none. */
const flawOf = (text: string): string | undefined => {
  if (FOREIGN.test(text)) return 'it has a character that base64 does not have';
  if (/[+/]/.test(text) && /[-_]/.test(text)) return 'it mixes "+" and "/" with "-" and "_"';
  const digits = text.replace(PADDING, '');
  if (digits.includes('=')) return 'it has "=" in other places than at its end';
  if (digits.length % 4 === 1) return 'a part of it is missing';
  const padding = text.length - digits.length;
  if (padding > 0 && text.length % 4 !== 0) return 'the number of "=" at its end is wrong';
  return undefined;
};
