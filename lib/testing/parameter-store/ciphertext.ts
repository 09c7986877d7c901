import { randomBytes } from 'node:crypto';

const KMS_HEADER = Uint8Array.of(1, 2, 2, 0, 0x78);

/** Base64 as long as a KMS ciphertext of the value would be. Random: nothing of the value is in it. */
export function ciphertextFor(value: string): string {
  const length = 150 + Buffer.byteLength(value);
  return Buffer.concat([KMS_HEADER, randomBytes(length)]).toString('base64');
}
