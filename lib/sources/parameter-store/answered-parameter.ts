import { isText, type Fields } from '../calls/answer-fields.js';
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
  const parts = [Name, ARN].filter(isText).map(splitSelector);
  return {
    fields,
    selector: selectorOf(fields) || (isText(Name) ? (parts[0]?.selector ?? '') : ''),
    version: typeof Version === 'number' ? Version : undefined,
    arn: ARN,
    names: parts.map(({ name }) => canonicalName(name)),
  };
};

/** A fake may give it without its colon, or as a part of the name. */
const selectorOf = ({ Selector }: Fields): string => {
  if (!isText(Selector) || Selector === '') return '';
  return Selector.startsWith(':') ? Selector : `:${Selector}`;
};
