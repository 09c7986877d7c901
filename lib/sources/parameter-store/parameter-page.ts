import type { NamedValue } from '../../values/raw-value.js';
import { asFields, isFields, isText, type Fields, malformedAnswer } from '../calls/answer-fields.js';
import { parameterValue } from './parameter-answers.js';
import { isUnder } from './parameter-change.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html */
const LONGEST_NAME = 2_048;

export interface ParameterPage {
  readonly values: readonly NamedValue[];
  readonly nextToken: string | undefined;
}

/** One page of a listing, without what lies outside `path`. Throws a `RefreshError` when it makes no sense. */
export const parameterPage = (answer: unknown, path: string): ParameterPage => {
  const { Parameters, NextToken } = asFields(answer);
  if (!Array.isArray(Parameters)) throw malformedAnswer(path, 'it has no list of parameters');
  const listed = Parameters.map((parameter: unknown) => named(parameter, path));
  // The length keeps what is no name at all from being shown as one.
  const under = listed.filter(({ name }) => name.length <= LONGEST_NAME && isUnder(name, path));
  if (under.length === 0 && listed.length > 0) throw malformedAnswer(path, 'it is for another path');
  const values = under.map(({ name, parameter }) => ({ name, raw: parameterValue(parameter, name) }));
  return { values, nextToken: tokenOf(NextToken, path) };
};

/** A token that cannot be read is not the end: there is more, which would be missing. */
const tokenOf = (token: unknown, path: string): string | undefined => {
  if (token === undefined || token === null || token === '') return undefined;
  if (!isText(token)) throw malformedAnswer(path, 'its token is no text');
  return token;
};

const named = (parameter: unknown, path: string): { name: string; parameter: Fields } => {
  if (!isFields(parameter) || !isText(parameter.Name))
    throw malformedAnswer(path, 'a parameter of it has no name');
  const { Name } = parameter;
  return { name: Name.startsWith('/') ? Name : `/${Name}`, parameter };
};
