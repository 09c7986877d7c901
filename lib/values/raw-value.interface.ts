/** How AWS stores a value. */
export type RawType = 'String' | 'StringList' | 'SecureString' | 'SecretString' | 'SecretBinary';

/** A value as AWS gave it, before any conversion. */
export interface RawValue {
  readonly value: string | Uint8Array;
  readonly type: RawType;
  /** The version of a parameter, or the `VersionId` of a secret; unknown for references to secrets. */
  readonly version: number | string | undefined;
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

/** Whether two values have the same type and content, whatever their versions. */
export const sameContent = (one: RawValue, other: RawValue): boolean =>
  one.type === other.type &&
  (typeof one.value === 'string' || typeof other.value === 'string'
    ? one.value === other.value
    : sameBytes(one.value, other.value));

/** Whether two values are the same version with the same content, or both are absent. */
export const sameRawValue = (one: RawValue | undefined, other: RawValue | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.version === other.version && sameContent(one, other);
