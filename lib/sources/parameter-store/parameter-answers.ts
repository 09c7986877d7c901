import { InvalidParameterError } from '../../errors/index.js';
import { missingMessage } from '../../errors/errors.messages.js';
import type { RawType, RawValue } from '../../values/raw-value.js';
import {
  asFields,
  isFields,
  listOf,
  malformedAnswer,
  modifiedAt,
  type Fields,
} from '../calls/answer-fields.js';
import type { Answer } from '../source.interface.js';
import { AnswerMatcher } from './answer-matcher.js';
import { isArn } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';

/** What came back for one call, to be asked for each reference in whatever order AWS answered. */
export class ParameterAnswers {
  readonly #invalid: ReadonlySet<unknown>;
  /** By name and selector. */
  readonly #parameters: ReadonlyMap<string, Fields>;
  /** Where the answers are not exactly what was asked for. */
  readonly #matcher: AnswerMatcher | undefined;

  constructor(answer: unknown, asked: readonly ParameterReference[]) {
    const { InvalidParameters } = asFields(answer);
    const invalid = new Set<unknown>(Array.isArray(InvalidParameters) ? InvalidParameters : []);
    const answered = listOf(answer, 'Parameters');
    const parameters = new Map<string, Fields>();
    for (const parameter of answered) {
      const { Name, Selector } = parameter;
      if (typeof Name === 'string')
        parameters.set(typeof Selector === 'string' ? Name + Selector : Name, parameter);
    }
    const isAsAsked = asked.every(
      ({ name, fullName }) =>
        invalid.has(fullName) || (parameters.get(fullName)?.Name === name && !isArn(name)),
    );
    const isExact = isAsAsked && parameters.size === answered.length;
    this.#invalid = invalid;
    this.#parameters = parameters;
    this.#matcher = isExact ? undefined : new AnswerMatcher(answered, asked, invalid);
  }

  /**
   * `undefined` where the answers do not tell which of several of one name it is. Throws a `RefreshError` when they make no
   * sense for this reference.
   */
  answerFor(reference: ParameterReference): Answer | undefined {
    const { fullName } = reference;
    if (this.#invalid.has(fullName)) {
      const error = new InvalidParameterError(missingMessage(fullName), { names: [fullName] });
      return { found: false, error };
    }
    const parameter =
      this.#matcher === undefined ? this.#parameters.get(fullName) : this.#matcher.find(reference);
    return parameter && { found: true, raw: parameterValue(parameter, fullName) };
  }
}

const TYPES: readonly unknown[] = ['String', 'StringList', 'SecureString'] satisfies RawType[];

/** The value of a parameter as AWS answers it. Throws a `RefreshError` when it makes no sense. */
export const parameterValue = (
  { Value, Type, Version, SourceResult, LastModifiedDate }: Fields,
  fullName: string,
): RawValue => {
  if (typeof Value !== 'string') throw malformedAnswer(fullName, 'it has no text as its value');
  if (!TYPES.includes(Type)) throw malformedAnswer(fullName, 'it has no known type');
  const ofSecret = typeof SourceResult === 'string' ? versionIdIn(SourceResult) : undefined;
  return {
    value: Value,
    type: Type as RawType,
    version: ofSecret ?? (typeof Version === 'number' ? Version : undefined),
    modifiedAt: modifiedAt(LastModifiedDate),
  };
};

/** The version of a secret that was read through Parameter Store, whose own version is always 0. */
const versionIdIn = (sourceResult: string): string | undefined => {
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
