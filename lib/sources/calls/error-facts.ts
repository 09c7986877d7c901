import { isErrorName, isSystemErrorCode } from './error-names.js';

/** A member of whatever was thrown; a getter that throws has none. */
export const memberOf = (thing: unknown, member: string): unknown => {
  try {
    return (thing as Record<string, unknown> | null | undefined)?.[member];
  } catch {
    return undefined;
  }
};

/** The name of an error of AWS, the SDK or Node.js; what cannot be one is not shown. */
export const nameOf = (error: unknown): string => {
  const name = memberOf(error, 'name');
  return isErrorName(name) ? name : 'unknown error';
};

/** Whatever a call failed with. It is told apart by facts that are read once, where it is caught. */
export class CallFailure extends Error {
  override readonly name: string;
  /** The name, or the system's own code where that says more, such as `ECONNREFUSED`. */
  readonly code: string;
  /** The status of the HTTP answer that the error was made of. */
  readonly status: number | undefined;
  /** Both can quote a value, so that nothing that shows an object finds them. */
  readonly #thrown: unknown;
  readonly #text: string;

  constructor(thrown: unknown) {
    super('A call failed.');
    this.#thrown = thrown;
    const code = memberOf(thrown, 'code');
    const status = memberOf(memberOf(thrown, '$metadata'), 'httpStatusCode');
    const texts = [memberOf(thrown, 'message'), memberOf(thrown, 'Message')];
    this.name = nameOf(thrown);
    this.code = isSystemErrorCode(code) ? code : this.name;
    this.status = typeof status === 'number' ? status : undefined;
    this.#text = texts.filter((text) => typeof text === 'string').join('\n');
  }

  get thrown(): unknown {
    return this.#thrown;
  }

  /** What the error says of itself: it is only ever compared with. */
  get text(): string {
    return this.#text;
  }

  static of(thrown: unknown): CallFailure {
    return thrown instanceof CallFailure ? thrown : new CallFailure(thrown);
  }
}
