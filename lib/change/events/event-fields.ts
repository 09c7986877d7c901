import { isFields, isText, type Fields } from '../../sources/calls/answer-fields.js';

/** A member that is an object; none where it is not. */
export const fieldsOf = (fields: Fields, member: string): Fields => {
  const value = fields[member];
  return isFields(value) ? value : {};
};

/** The ARNs among the resources of an event that are of a kind. */
export const resourcesOf = ({ resources }: Fields, kind: RegExp): readonly string[] =>
  Array.isArray(resources) ? resources.filter((arn): arn is string => isText(arn) && kind.test(arn)) : [];

/** A text that is not empty. */
export const textOf = (value: unknown): string | undefined =>
  isText(value) && value !== '' ? value : undefined;

/** The first of some texts that is there, as a list. */
export const firstText = (...texts: readonly unknown[]): readonly string[] => {
  const first = texts.map(textOf).find((text) => text !== undefined);
  return first === undefined ? [] : [first];
};

/** The members of a list that are texts; `undefined` where there is no list. */
export const textsOf = (list: unknown): readonly string[] | undefined =>
  Array.isArray(list) ? list.filter(isText) : undefined;

/** Whether CloudTrail tells of a call that AWS refused. */
export const isFailedCall = ({ errorCode, errorMessage }: Fields): boolean =>
  isText(errorCode) || isText(errorMessage);
