import { InvalidParameterError, RefreshError } from '../errors/index.js';
import { missingMessage, nonsenseMessage } from '../errors/errors.messages.js';
import type { RawType, RawValue } from '../values/raw-value.interface.js';
import { canonicalName } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';
import type { Answer } from './source.interface.js';

const TYPES: readonly unknown[] = ['String', 'StringList', 'SecureString'] satisfies RawType[];

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isText = (value: unknown): value is string => typeof value === 'string';

const listOf = (answer: unknown, member: string): readonly unknown[] => {
  const list = isFields(answer) ? answer[member] : undefined;
  return Array.isArray(list) ? list : [];
};

const selectorOf = (parameter: Fields): string => (isText(parameter.Selector) ? parameter.Selector : '');

/** What came back for one call, to be asked for each reference in whatever order AWS answered. */
export class ParameterAnswers {
  readonly #parameters: readonly Fields[];
  readonly #invalid: ReadonlySet<unknown>;

  constructor(answer: unknown) {
    this.#parameters = listOf(answer, 'Parameters').filter(isFields);
    this.#invalid = new Set(listOf(answer, 'InvalidParameters'));
  }

  /** Throws a `RefreshError` when the answer makes no sense for this reference. */
  answerFor(reference: ParameterReference): Answer {
    const { fullName } = reference;
    const parameter = this.#find(reference);
    if (parameter !== undefined) return { found: true, raw: rawValue(parameter, fullName) };
    if (!this.#invalid.has(fullName)) throw nonsense(fullName, 'it is not among the answers');
    return {
      found: false,
      error: new InvalidParameterError(missingMessage(fullName), { names: [fullName] }),
    };
  }

  /** By ARN where it was asked by ARN, since two accounts can share a name; else by any spelling of the name. */
  #find({ name, selector }: ParameterReference): Fields | undefined {
    const candidates = this.#parameters.filter((parameter) => selectorOf(parameter) === selector);
    const named = canonicalName(name);
    return (
      candidates.find(({ ARN }) => ARN === name) ??
      candidates.find(({ Name }) => isText(Name) && canonicalName(Name) === named) ??
      candidates.find(({ ARN }) => isText(ARN) && canonicalName(ARN) === named)
    );
  }
}

const nonsense = (fullName: string, reason: string): RefreshError =>
  new RefreshError(nonsenseMessage(fullName, reason), { names: [fullName] });

const rawValue = ({ Value, Type, Version, SourceResult }: Fields, fullName: string): RawValue => {
  if (!isText(Value)) throw nonsense(fullName, 'it has no text as its value');
  if (!TYPES.includes(Type)) throw nonsense(fullName, 'it has no known type');
  return { value: Value, type: Type as RawType, version: versionIdOf(SourceResult) ?? versionOf(Version) };
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
