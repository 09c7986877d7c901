import { message } from '../../errors/printable.js';

/** What a property that is declared as a handle holds in a unit test: the members of a handle, with a value that stays. */
export class StandInHandle {
  readonly #value: unknown;
  readonly version = undefined;
  readonly fullName: string;

  constructor(
    readonly name: string,
    value: unknown,
  ) {
    this.fullName = name;
    this.#value = value;
  }

  get value(): unknown {
    return this.#value;
  }

  async get(): Promise<unknown> {
    return this.#value;
  }

  async refresh(): Promise<void> {}

  refreshOnError<F>(fn: F): F {
    return fn;
  }

  onChange(): () => void {
    return () => undefined;
  }

  toJSON(): object {
    return { name: this.name, version: this.version };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return message`${StandInHandle.name} { ${this.name} }`;
  }
}
