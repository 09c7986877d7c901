import { InvalidParameterError } from '../errors/index.js';
import { missingMessage } from '../errors/errors.messages.js';
import { isFields, isText, listOf, type Fields } from './answer-fields.js';
import { canonicalName } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';
import { parameterValue } from './parameter-value.js';
import type { Answer } from './source.interface.js';
import { nonsense } from './nonsense.js';

const selectorOf = (parameter: Fields): string => (isText(parameter.Selector) ? parameter.Selector : '');

/** What came back for one call, to be asked for each reference in whatever order AWS answered. */
export class ParameterAnswers {
  readonly #parameters: readonly Fields[];
  readonly #invalid: ReadonlySet<unknown>;

  constructor(answer: unknown) {
    const { InvalidParameters } = isFields(answer) ? answer : {};
    this.#parameters = listOf(answer, 'Parameters');
    this.#invalid = new Set(Array.isArray(InvalidParameters) ? InvalidParameters : []);
  }

  /** Throws a `RefreshError` when the answer makes no sense for this reference. */
  answerFor(reference: ParameterReference): Answer {
    const { fullName } = reference;
    const parameter = this.#find(reference);
    if (parameter !== undefined) return { found: true, raw: parameterValue(parameter, fullName) };
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
