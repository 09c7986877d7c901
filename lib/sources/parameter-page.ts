import type { NamedValue } from '../values/raw-value.js';
import { isFields, isText } from './answer-fields.js';
import { parameterValue } from './parameter-value.js';
import { nonsense } from './nonsense.js';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html */
const LONGEST_NAME = 2_048;

export interface ParameterPage {
  readonly values: readonly NamedValue[];
  readonly nextToken: string | undefined;
}

/** One page of a listing. Throws a `RefreshError` when it makes no sense. */
export const parameterPage = (answer: unknown, path: string): ParameterPage => {
  const { Parameters, NextToken } = isFields(answer) ? answer : {};
  if (!Array.isArray(Parameters)) throw nonsense(path, 'it has no list of parameters');
  return {
    values: Parameters.map((parameter: unknown) => namedValue(parameter, path)),
    nextToken: isText(NextToken) && NextToken !== '' ? NextToken : undefined,
  };
};

/** Also keeps what is no name at all from being shown as one. */
const isUnder = (name: string, path: string): boolean =>
  name.length <= LONGEST_NAME && name.startsWith(path === '/' ? path : `${path}/`);

const namedValue = (parameter: unknown, path: string): NamedValue => {
  if (!isFields(parameter) || !isText(parameter.Name)) throw nonsense(path, 'a parameter of it has no name');
  const { Name } = parameter;
  const name = Name.startsWith('/') ? Name : `/${Name}`;
  if (!isUnder(name, path)) throw nonsense(path, 'a parameter of it is not under the path');
  return { name, raw: parameterValue(parameter, name) };
};
