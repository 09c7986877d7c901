import { RefreshError } from '../../errors/index.js';
import { nonsenseMessage } from '../../errors/errors.messages.js';
/** An answer, or a part of one, before anything is known of its members. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const isText = (value: unknown): value is string => typeof value === 'string';

/** The objects in a list that should be there; none where there is no list. */
export const listOf = (answer: unknown, member: string): readonly Fields[] => {
  const list = isFields(answer) ? answer[member] : undefined;
  return Array.isArray(list) ? list.filter(isFields) : [];
};

/** The error for an answer that makes no sense. The reason never quotes it. */
export const malformedAnswer = (name: string, reason: string): RefreshError =>
  new RefreshError(nonsenseMessage(name, reason), { names: [name] });
