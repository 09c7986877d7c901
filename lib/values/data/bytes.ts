import { isAnyArrayBuffer } from 'node:util/types';

/** Bytes of their own, of the same class: `Buffer.prototype.slice` would share them. */
export const copyBytes = (bytes: Uint8Array): Uint8Array =>
  Buffer.isBuffer(bytes) ? Buffer.from(bytes) : Uint8Array.from(bytes);

/** Whether a value is bytes and nothing else: instances of other classes of bytes belong to who made them. */
export const isBytes = (value: unknown): value is Uint8Array => {
  if (!(value instanceof Uint8Array)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Uint8Array.prototype || prototype === Buffer.prototype;
};

/** The value, or if it is bytes, which cannot be frozen, a copy of them. */
export const withBytesCopied = <T>(value: T): T => (isBytes(value) ? (copyBytes(value) as T) : value);

/** The bytes that a value holds, of whatever realm and type of array; `undefined` where it holds none. */
export const bytesIn = (value: unknown): Uint8Array | undefined => {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isAnyArrayBuffer(value) ? new Uint8Array(value) : undefined;
};

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
