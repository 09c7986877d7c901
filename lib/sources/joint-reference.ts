import type { NamedValue } from '../values/raw-value.js';
import {
  DEFAULT_CLIENT,
  isTouched,
  type Answer,
  type JointReference,
  type KnownAnswer,
  type Reference,
} from './source.interface.js';

/** One of the references that a joint is made of. */
export interface JointPart {
  readonly reference: Reference;
  /** Whether the others are joined without it, where AWS does not know its name. */
  readonly isOptional: boolean;
}

/** Several references of one group as one value. AWS is asked for each of them, never for the joint. */
export const jointReference = (parts: readonly JointPart[]): JointReference => {
  const names = [...new Set(parts.map(({ reference }) => reference.fullName))].join(', ');
  return {
    source: 'joint',
    client: DEFAULT_CLIENT,
    key: JSON.stringify(['joint', ...parts.map(({ reference }) => reference.key)]),
    name: names,
    fullName: names,
    isTouchedBy: (change) => parts.some(({ reference }) => isTouched(reference, change)),
    join: (answerTo) => join(parts, answerTo),
  };
};

/** The values of the parts by their names; nothing while one is missing that there has to be. */
const join = (parts: readonly JointPart[], answerTo: KnownAnswer): Answer | undefined => {
  const values = new Map<string, NamedValue>();
  for (const { reference, isOptional } of parts) {
    const answer = answerTo(reference.key);
    if (answer === undefined || !(answer.found || isOptional)) return undefined;
    if (answer.found) values.set(reference.key, { name: reference.fullName, raw: answer.raw });
  }
  const value = [...values.values()];
  return { found: true, raw: { value, type: 'Tree', version: value.map(versionIn).join() } };
};

const versionIn = ({ raw }: NamedValue): string => String(raw.version);
