import { sameBytes } from './data/bytes.js';

/**
 * How AWS stores a value.
 *
 * @publicApi
 */
export type RawType =
  'String' | 'StringList' | 'SecureString' | 'SecretString' | 'SecretBinary' | 'SecretVersions' | 'Tree';

/**
 * A parameter among those under a path, or a version among several of a secret.
 *
 * @publicApi
 */
export interface NamedValue {
  /** The complete name of the parameter; of a version, the name of the secret with the stage. */
  readonly name: string;
  /** Its value. */
  readonly raw: RawValue;
}

/**
 * A value as AWS gave it, before any conversion; of a path, all the values under it, sorted by name; of several versions of a
 * secret, their values, the current one first.
 *
 * @publicApi
 */
export interface RawValue {
  /** Text, bytes, or the values under a path or of several versions. */
  readonly value: string | Uint8Array | readonly NamedValue[];
  /** How it is stored. `String` for a source of your own that has text. */
  readonly type: RawType;
  /**
   * The version of a parameter, or the `VersionId` of a secret, of several versions that of the current one; unknown for
   * references to secrets.
   */
  readonly version: number | string | undefined;
  /** When AWS says that this version was last modified, or was made, in milliseconds since 1970; unknown for a whole path. */
  readonly modifiedAt?: number | undefined;
}

const sameValues = (
  one: readonly NamedValue[],
  other: readonly NamedValue[],
  isSame: (one: RawValue, other: RawValue) => boolean,
): boolean =>
  one.length === other.length &&
  one.every(({ name, raw }, index) => {
    const counterpart = other[index];
    return counterpart !== undefined && name === counterpart.name && isSame(raw, counterpart.raw);
  });

/** Whether two values have the same type and content, whatever their versions; those of several versions are content. */
export const sameContent = (one: RawValue, other: RawValue): boolean => {
  if (one.type !== other.type) return false;
  if (one.value === other.value) return true;
  if (one.value instanceof Uint8Array && other.value instanceof Uint8Array)
    return sameBytes(one.value, other.value);
  const isSame = one.type === 'SecretVersions' ? sameRawValue : sameContent;
  return isTree(one.value) && isTree(other.value) && sameValues(one.value, other.value, isSame);
};

/** Whether two values are the same version with the same content, or both are absent. */
export const sameRawValue = (one: RawValue | undefined, other: RawValue | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.version === other.version && sameContent(one, other);

export const isTree = (value: RawValue['value']): value is readonly NamedValue[] => Array.isArray(value);
