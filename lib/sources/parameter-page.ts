import type { NamedValue } from '../values/raw-value.js';
import { isFields, isText } from './answer-fields.js';
import { parameterValue } from './parameter-value.js';
import { nonsense } from './nonsense.js';

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

const namedValue = (parameter: unknown, path: string): NamedValue => {
  if (!isFields(parameter) || !isText(parameter.Name)) throw nonsense(path, 'a parameter of it has no name');
  const { Name } = parameter;
  return { name: Name.startsWith('/') ? Name : `/${Name}`, raw: parameterValue(parameter, Name) };
};
