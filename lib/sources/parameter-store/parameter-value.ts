import type { RawType, RawValue } from '../../values/raw-value.js';
import { isFields, isText, type Fields } from '../calls/answer-fields.js';
import { modifiedAt } from '../calls/modified-at.js';
import { nonsense } from '../calls/nonsense.js';

const TYPES: readonly unknown[] = ['String', 'StringList', 'SecureString'] satisfies RawType[];

/** The value of a parameter as AWS answers it. Throws a `RefreshError` when it makes no sense. */
export const parameterValue = (
  { Value, Type, Version, SourceResult, LastModifiedDate }: Fields,
  fullName: string,
): RawValue => {
  if (!isText(Value)) throw nonsense(fullName, 'it has no text as its value');
  if (!TYPES.includes(Type)) throw nonsense(fullName, 'it has no known type');
  return {
    value: Value,
    type: Type as RawType,
    version: versionIdOf(SourceResult) ?? versionOf(Version),
    modifiedAt: modifiedAt(LastModifiedDate),
  };
};

const versionOf = (version: unknown): number | undefined =>
  typeof version === 'number' ? version : undefined;

/** The version of a secret that was read through Parameter Store, whose own version is always 0. */
const versionIdOf = (sourceResult: unknown): string | undefined => {
  if (!isText(sourceResult)) return undefined;
  try {
    const secret: unknown = JSON.parse(sourceResult);
    const entry = isFields(secret)
      ? Object.entries(secret).find(([key]) => key.toLowerCase() === 'versionid')
      : undefined;
    return isText(entry?.[1]) ? entry[1] : undefined;
  } catch {
    return undefined;
  }
};
