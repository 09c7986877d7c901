import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** `format (1) | key (4) | iv (12) | tag (16) | encrypted` in base64. */
const FORMAT = 1;
const CIPHER = 'aes-256-gcm';
const KEY_AT = 1;
const IV_AT = 5;
const TAG_AT = 17;
const TEXT_AT = 33;

/** A key of one namespace, with what tells it apart in what was encrypted with it. */
export interface DerivedKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

/**
 * Encrypts a text.
 *
 * @param context what it belongs to: it can be decrypted in no other context
 */
export const seal = ({ id, key }: DerivedKey, text: string, context: string): string => {
  const iv = randomBytes(TAG_AT - IV_AT);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(context));
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([FORMAT]), id, iv, cipher.getAuthTag(), encrypted]).toString('base64');
};

/** The text; `undefined` for whatever was not encrypted with one of these keys in this context. */
export const unseal = (keys: readonly DerivedKey[], sealed: string, context: string): string | undefined => {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < TEXT_AT || bytes[0] !== FORMAT) return undefined;
  const used = keys.find(({ id }) => id.equals(bytes.subarray(KEY_AT, IV_AT)));
  if (used === undefined) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, used.key, bytes.subarray(IV_AT, TAG_AT))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(TAG_AT, TEXT_AT));
    return Buffer.concat([decipher.update(bytes.subarray(TEXT_AT)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
};
