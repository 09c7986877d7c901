import { InvalidDeclarationError } from '../errors/index.js';
import { sameVariableMessage } from '../errors/errors.messages.js';

/** What the names of variables leave out: the base path of parameters, the prefix of secrets. */
export interface NameBases {
  readonly basePath: string;
  readonly secretPrefix: string;
}

/** The variables of the environment that hold parameters and secrets. */
export class LocalEnvironment {
  /** The name that a variable stands for. */
  readonly #names = new Map<string, string>();

  constructor(
    readonly prefix: string,
    private readonly bases: NameBases,
    private readonly variables: NodeJS.ProcessEnv,
  ) {}

  /**
   * The variable for a parameter.
   *
   * @throws `InvalidDeclarationError` if another parameter has the same variable
   */
  variableOfParameter(name: string): string {
    return this.#claim(
      `parameter "${name}"`,
      withoutBase(name, `${this.bases.basePath.replace(/\/+$/, '')}/`),
    );
  }

  /** The variable for a secret as a whole; those of its fields begin with it and `_`. */
  variableOfSecret(id: string): string {
    return this.#claim(`secret "${id}"`, withoutBase(id, this.bases.secretPrefix));
  }

  parameter(name: string): string | undefined {
    return nonEmpty(this.variables[this.variableOfParameter(name)]);
  }

  /**
   * A secret as the environment has it.
   *
   * @param text the secret as it is elsewhere, of which a variable can replace one field
   */
  secret(id: string, text: string | undefined): string | undefined {
    const variable = this.variableOfSecret(id);
    const whole = nonEmpty(this.variables[variable]);
    if (whole !== undefined) return whole;
    const stored = fieldsOf(text);
    if (text !== undefined && stored === undefined) return undefined;
    const fields = this.#fields(`${variable}_`, Object.keys(stored ?? {}));
    return Object.keys(fields).length === 0 ? undefined : JSON.stringify({ ...stored, ...fields });
  }

  /** A field that is stored elsewhere keeps its spelling; a field that is only here is in lower case. */
  #fields(prefix: string, known: readonly string[]): Readonly<Record<string, string>> {
    const spelling = new Map(known.map((key) => [variableCase(key), key]));
    return Object.fromEntries(
      Object.entries(this.variables).flatMap(([variable, value]) => {
        if (!variable.startsWith(prefix) || value === undefined || value === '') return [];
        const field = variable.slice(prefix.length);
        return [[spelling.get(field) ?? field.toLowerCase(), value]];
      }),
    );
  }

  #claim(what: string, name: string): string {
    const variable = `${this.prefix}${variableCase(name)}`;
    const other = this.#names.get(variable) ?? what;
    if (other !== what)
      throw new InvalidDeclarationError(sameVariableMessage(variable, other, what), { names: [variable] });
    this.#names.set(variable, what);
    return variable;
  }
}

const variableCase = (name: string): string =>
  name
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .toUpperCase();

const withoutBase = (name: string, base: string): string =>
  base !== '' && name.startsWith(base) && name.length > base.length ? name.slice(base.length) : name;

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const fieldsOf = (text: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
