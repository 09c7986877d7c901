/** Bytes of their own, of the same class: `Buffer.prototype.slice` would share them. */
export const copyBytes = (bytes: Uint8Array): Uint8Array =>
  Buffer.isBuffer(bytes) ? Buffer.from(bytes) : Uint8Array.from(bytes);

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
