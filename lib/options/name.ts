import { InvalidParameterError } from '../errors/index.js';
import {
  longNameMessage,
  nameFunctionReturnedMessage,
  nameFunctionThrewMessage,
  noNameMessage,
} from '../errors/errors.messages.js';

/**
 * The name of a parameter, a secret or a path: a text, or a function that returns it.
 *
 * The function is for a name that is not known yet when the class is loaded. It is called once, when the cache binds the
 * name. The application's configuration has been loaded by then.
 *
 * @example
 * ```ts
 * @SsmSecret(() => process.env.DB_SECRET_ARN!) private readonly password!: string;
 * ```
 *
 * @publicApi
 */
export type SsmName = string | (() => string);

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const LONGEST_NAME = 2_048;

/** Throws an `InvalidParameterError` for what is no name, nor could be one. */
export const checkName = (name: unknown, where: string): void => {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new InvalidParameterError(noNameMessage(where), { names: [where] });
  }
  if (name.length > LONGEST_NAME) {
    throw new InvalidParameterError(longNameMessage(where, LONGEST_NAME), { names: [where] });
  }
};

/** Throws an `InvalidParameterError` for a name that cannot be one. What a function returns is known only when it is bound. */
export const checkNameOrFunction = (name: unknown, where: string): void => {
  if (typeof name !== 'function') checkName(name, where);
};

/**
 * The name itself.
 *
 * @param where what the name belongs to, as messages name it
 * @throws `InvalidParameterError` when a function throws, or when the name cannot be one
 */
export const resolvedName = (name: SsmName, where: string): string => {
  const resolved = typeof name === 'function' ? returnedName(name, where) : name;
  checkName(resolved, where);
  return resolved;
};

const returnedName = (name: () => string, where: string): string => {
  let returned: unknown;
  try {
    returned = name();
  } catch (cause) {
    throw new InvalidParameterError(nameFunctionThrewMessage(where, cause), { names: [where], cause });
  }
  if (typeof returned === 'string') return returned;
  throw new InvalidParameterError(nameFunctionReturnedMessage(where, returned), { names: [where] });
};
