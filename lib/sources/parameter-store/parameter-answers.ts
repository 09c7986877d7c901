import { InvalidParameterError } from '../../errors/index.js';
import { missingMessage } from '../../errors/errors.messages.js';
import { isFields, isText, listOf, type Fields } from '../calls/answer-fields.js';
import { canonicalName, isArn } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';
import { parameterValue } from './parameter-value.js';
import type { Answer } from '../source.interface.js';
import { nonsense } from '../calls/nonsense.js';

const selectorOf = (parameter: Fields): string => (isText(parameter.Selector) ? parameter.Selector : '');

/** What came back for one call, to be asked for each reference in whatever order AWS answered. */
export class ParameterAnswers {
  readonly #parameters: readonly Fields[];
  readonly #invalid: ReadonlySet<unknown>;
  readonly #asked: ReadonlySet<unknown>;

  constructor(answer: unknown, asked: readonly ParameterReference[]) {
    const { InvalidParameters } = isFields(answer) ? answer : {};
    this.#parameters = listOf(answer, 'Parameters');
    this.#invalid = new Set(Array.isArray(InvalidParameters) ? InvalidParameters : []);
    this.#asked = new Set(asked.map(({ name }) => name));
  }

  /** Throws a `RefreshError` when the answer makes no sense for this reference. */
  answerFor(reference: ParameterReference): Answer {
    const { fullName } = reference;
    if (this.#invalid.has(fullName)) {
      const error = new InvalidParameterError(missingMessage(fullName), { names: [fullName] });
      return { found: false, error };
    }
    const parameter = this.#find(reference);
    if (parameter === undefined) throw nonsense(fullName, 'it is not among the answers');
    return { found: true, raw: parameterValue(parameter, fullName) };
  }

  /**
   * Two accounts can share a name, so that the ARN decides where it was asked for. What was asked for by name is, where
   * there is a choice, not what another reference asked for by ARN.
   */
  #find({ name, selector }: ParameterReference): Fields | undefined {
    const candidates = this.#parameters.filter((parameter) => selectorOf(parameter) === selector);
    const byArn = candidates.find(({ ARN }) => ARN === name);
    if (byArn !== undefined) return byArn;
    const named = candidates.filter((parameter) => isNamed(parameter, canonicalName(name)));
    if (isArn(name)) return named.find(({ ARN }) => !isText(ARN));
    return named.find(({ ARN }) => !this.#asked.has(ARN)) ?? named[0];
  }
}

const isNamed = ({ Name, ARN }: Fields, canonical: string): boolean =>
  [Name, ARN].some((name) => isText(name) && canonicalName(name) === canonical);
