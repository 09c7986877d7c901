import type { RawType, RawValue } from '../../values/raw-value.js';
import { isFields, malformedAnswer, modifiedAt, type Fields } from '../calls/answer-fields.js';
import { canonicalName, splitSelector } from './parameter-name.js';

/** One parameter of an answer, by what it can be told apart. */
export interface AnsweredParameter {
  readonly fields: Fields;
  /** As it was asked for; empty where the answer leaves it out. */
  readonly selector: string;
  readonly version: number | undefined;
  readonly arn: unknown;
  /** One spelling of each of its names. */
  readonly names: readonly string[];
}

export const answeredParameter = (fields: Fields): AnsweredParameter => {
  const { Name, ARN, Version } = fields;
  const parts = [Name, ARN].flatMap((name) => (typeof name === 'string' ? splitSelector(name) : []));
  return {
    fields,
    selector: selectorOf(fields) || (typeof Name === 'string' ? (parts[0]?.selector ?? '') : ''),
    version: typeof Version === 'number' ? Version : undefined,
    arn: ARN,
    names: parts.map(({ name }) => canonicalName(name)),
  };
};

/** A fake may give it without its colon, or as a part of the name. */
const selectorOf = ({ Selector }: Fields): string => {
  if (typeof Selector !== 'string' || Selector === '') return '';
  return Selector.startsWith(':') ? Selector : `:${Selector}`;
};

const TYPES: readonly unknown[] = ['String', 'StringList', 'SecureString'] satisfies RawType[];

/** The value of a parameter as AWS answers it. Throws a `RefreshError` when it makes no sense. */
export const parameterValue = (
  { Value, Type, Version, SourceResult, LastModifiedDate }: Fields,
  fullName: string,
): RawValue => {
  if (typeof Value !== 'string') throw malformedAnswer(fullName, 'it has no text as its value');
  if (!TYPES.includes(Type)) throw malformedAnswer(fullName, 'it has no known type');
  return {
    value: Value,
    type: Type as RawType,
    version: versionIdOf(SourceResult) ?? (typeof Version === 'number' ? Version : undefined),
    modifiedAt: modifiedAt(LastModifiedDate),
  };
};

/** The version of a secret that was read through Parameter Store, whose own version is always 0. */
const versionIdOf = (sourceResult: unknown): string | undefined => {
  if (typeof sourceResult !== 'string') return undefined;
  try {
    const secret: unknown = JSON.parse(sourceResult);
    const entry = isFields(secret)
      ? Object.entries(secret).find(([key]) => key.toLowerCase() === 'versionid')
      : undefined;
    return typeof entry?.[1] === 'string' ? entry[1] : undefined;
  } catch {
    return undefined;
  }
};
