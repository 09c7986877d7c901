import { ConversionError } from './conversion-error.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The bytes of a binary secret, or of base64 text. */
export const toBuffer = (value: unknown): Buffer => {
  if (value instanceof Uint8Array) return Buffer.from(value);
  const text = typeof value === 'string' ? value.trim() : undefined;
  if (text === undefined || !BASE64.test(text))
    throw new ConversionError('it is neither binary nor base64 text');
  return Buffer.from(text, 'base64');
};

export const toBytes = (value: unknown): Uint8Array => Uint8Array.from(toBuffer(value));
