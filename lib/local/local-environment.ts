import { InvalidDeclarationError } from '../errors/index.js';
import { sameVariableMessage } from '../errors/errors.messages.js';

/** What the names of variables leave out: the base path of parameters, the prefix of secrets. */
export interface NameBases {
  readonly basePath: string;
  readonly secretPrefix: string;
}

/** The variables of the environment that hold parameters and secrets. */
export class LocalEnvironment {
  /** What a variable stands for. */
  readonly #names = new Map<string, Holder>();
  /** The field that a variable was read as. */
  readonly #fields = new Map<string, Field>();

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
      { kind: 'parameter', text: `parameter "${name}"` },
      withoutBase(name, `${this.bases.basePath.replace(/\/+$/, '')}/`),
    );
  }

  /** The variable for a secret as a whole; those of its fields begin with it and `_`. */
  variableOfSecret(id: string): string {
    return this.#claim({ kind: 'secret', text: `secret "${id}"` }, withoutBase(id, this.bases.secretPrefix));
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
    const fields = this.#fieldsOf(id, `${variable}_`, Object.keys(stored ?? {}));
    return Object.keys(fields).length === 0 ? undefined : JSON.stringify({ ...stored, ...fields });
  }

  /** A field that is stored elsewhere keeps its spelling; a field that is only here is in lower case. */
  #fieldsOf(id: string, prefix: string, stored: readonly string[]): Readonly<Record<string, string>> {
    const spelling = new Map(stored.map((key) => [variableCase(key), key]));
    const fields: (readonly [key: string, value: string])[] = [];
    for (const [variable, value] of Object.entries(this.variables)) {
      if (!variable.startsWith(prefix) || value === undefined || value === '') continue;
      const inCapitals = variable.slice(prefix.length);
      const key = spelling.get(inCapitals) ?? inCapitals.toLowerCase();
      const text = `the field "${key}" of secret "${id}"`;
      if (this.#isField(variable, { text, isStored: spelling.has(inCapitals) })) fields.push([key, value]);
    }
    return Object.fromEntries(fields);
  }

  /** A variable of another secret as a whole is no field, unless the field is there without it. */
  #isField(variable: string, field: Field): boolean {
    const holder = this.#names.get(variable);
    if (holder !== undefined && excludes(holder, field)) throw ambiguous(variable, holder.text, field.text);
    if (holder === undefined) this.#fields.set(variable, field);
    return holder === undefined;
  }

  #claim(holder: Holder, name: string): string {
    const variable = `${this.prefix}${variableCase(name)}`;
    const other = this.#names.get(variable) ?? holder;
    if (other.text !== holder.text) throw ambiguous(variable, other.text, holder.text);
    const field = this.#fields.get(variable);
    if (field !== undefined && excludes(holder, field)) throw ambiguous(variable, field.text, holder.text);
    this.#names.set(variable, holder);
    return variable;
  }
}

/** What a variable holds as a whole. */
interface Holder {
  readonly kind: 'parameter' | 'secret';
  /** For a message. */
  readonly text: string;
}

/** What a variable holds a part of. */
interface Field {
  /** For a message. */
  readonly text: string;
  /** Whether the secret has the field without the variable, too. */
  readonly isStored: boolean;
}

const excludes = (holder: Holder, field: Field): boolean => holder.kind === 'parameter' || field.isStored;

const ambiguous = (variable: string, one: string, other: string): InvalidDeclarationError =>
  new InvalidDeclarationError(sameVariableMessage(variable, one, other), { names: [variable] });

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
