import {
  InvalidParameterError,
  ParameterAccessDeniedError,
  RefreshError,
  SsmCacheError,
} from '../errors/index.js';
import {
  deniedBySourceMessage,
  missingInSourceMessage,
  sourceFailedMessage,
} from '../errors/errors.messages.js';
import { memberOf, nameOf } from './calls/error-facts.js';
import type { Answer, FetchRequest, Permission, Reference, Source } from './source.interface.js';

/**
 * A source that somebody else wrote. Whatever it does, each request gets an answer that can be used, or an error that holds
 * no value.
 */
export class GuardedSource implements Source {
  readonly name: string;

  constructor(private readonly source: Source) {
    this.name = source.name;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    let answers: readonly unknown[];
    try {
      answers = this.source.fetch(requests);
    } catch (error) {
      return requests.map(({ reference }) => Promise.reject(this.#failure(reference, error)));
    }
    for (const answer of Array.isArray(answers) ? answers : [answers]) ignoreRejection(answer);
    return requests.map(({ reference }, index) => this.#checked(reference, answers?.[index]));
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.source.permissions?.(reference) ?? [];
  }

  async #checked(reference: Reference, promise: unknown): Promise<Answer> {
    let answer: unknown;
    try {
      answer = await promise;
    } catch (error) {
      throw this.#failure(reference, error);
    }
    if (memberOf(answer, 'found') === false) return this.#missing(reference, answer as Answer);
    if (!isUsable(answer)) throw this.#nonsense(reference);
    return answer;
  }

  /** An error of the other copy of the package is told apart by its code. */
  #failure({ fullName }: Reference, error: unknown): SsmCacheError {
    if (error instanceof SsmCacheError) return error;
    if (memberOf(error, 'code') === 'SSM_CACHE_ACCESS_DENIED') {
      return new ParameterAccessDeniedError(deniedBySourceMessage(fullName, this.name), {
        names: [fullName],
      });
    }
    const message = sourceFailedMessage(fullName, this.name, nameOf(error));
    return new RefreshError(message, { names: [fullName] });
  }

  #missing({ fullName }: Reference, answer: Answer): Answer {
    const given = memberOf(answer, 'error');
    if (given instanceof InvalidParameterError) return answer;
    const message = missingInSourceMessage(fullName, this.name);
    return { ...answer, found: false, error: new InvalidParameterError(message, { names: [fullName] }) };
  }

  #nonsense({ fullName }: Reference): RefreshError {
    const message = sourceFailedMessage(fullName, this.name, 'its answer has no value, or no usable version');
    return new RefreshError(message, { names: [fullName] });
  }
}

/** What is not waited for, as the promise of an `async fetch()`, must end no process. */
const ignoreRejection = (answer: unknown): void => {
  if (answer instanceof Promise) answer.catch(() => undefined);
};

const isUsable = (answer: unknown): answer is Answer => {
  const fetchedAt = memberOf(answer, 'fetchedAt');
  const members = memberOf(answer, 'members') ?? [];
  return (
    memberOf(answer, 'found') === true &&
    (fetchedAt === undefined || Number.isFinite(fetchedAt)) &&
    isRawValue(memberOf(answer, 'raw')) &&
    Array.isArray(members) &&
    members.every(
      (member) => isReference(memberOf(member, 'reference')) && isRawValue(memberOf(member, 'raw')),
    )
  );
};

const isRawValue = (raw: unknown): boolean => {
  const value = memberOf(raw, 'value');
  return Array.isArray(value) ? hasTypeAndVersion(raw) && value.every(isNamedValue) : isScalar(raw);
};

const isNamedValue = (named: unknown): boolean =>
  typeof memberOf(named, 'name') === 'string' && isScalar(memberOf(named, 'raw'));

/** Text or bytes, as opposed to several values. */
const isScalar = (raw: unknown): boolean => {
  const value = memberOf(raw, 'value');
  return (typeof value === 'string' || value instanceof Uint8Array) && hasTypeAndVersion(raw);
};

const hasTypeAndVersion = (raw: unknown): boolean =>
  typeof memberOf(raw, 'type') === 'string' &&
  ['undefined', 'number', 'string'].includes(typeof memberOf(raw, 'version'));

const isReference = (reference: unknown): boolean =>
  ['source', 'client', 'key', 'name', 'fullName'].every(
    (part) => typeof memberOf(reference, part) === 'string',
  );
