import type { InMemoryParameterStore } from '../testing/in-memory-parameter-store.js';
import type { InMemorySecretsManager } from '../testing/in-memory-secrets-manager.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { refusedLocalValueMessage } from '../errors/errors.messages.js';
import { isSecretReference, SECRET_REFERENCE_PREFIX } from '../sources/parameter-store/parameter-name.js';
import { namesOfSecret } from '../sources/secrets-manager/secret-change.js';
import type { LocalContent } from './local-content.js';
import type { LocalEnvironment } from './local-environment.js';

const CURRENT = 'AWSCURRENT';
/** The largest value of a standard parameter, in bytes. */
const STANDARD_SIZE = 4_096;

interface Services {
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
}

/** Parameter Store and Secrets Manager in memory, with what the file, the options and the environment say. */
export class LocalServices {
  #content: LocalContent;
  #services: Promise<Services> | undefined;
  readonly #parameters = new Map<string, string>();
  readonly #secrets = new Map<string, string>();

  constructor(
    content: LocalContent,
    private readonly environment: LocalEnvironment | undefined,
  ) {
    this.#content = content;
  }

  /** Parameter Store, once it holds these parameters, or all of them. */
  async parameterStore(
    names: readonly string[] = [...this.#content.parameters.keys()],
  ): Promise<InMemoryParameterStore> {
    const { parameterStore, secretsManager } = await this.#made();
    for (const name of names) {
      if (isSecretReference(name)) this.#putSecret(secretsManager, this.secretNamed(name));
      else this.#putParameter(parameterStore, name);
    }
    return parameterStore;
  }

  /** The name of a secret by its name, its ARN, or the reference that a parameter is to it: here names have no ARN. */
  secretNamed(id: string): string {
    const names = namesOfSecret(isSecretReference(id) ? id.slice(SECRET_REFERENCE_PREFIX.length) : id);
    return names.find((name) => this.#content.secrets.has(name)) ?? names.at(-1) ?? id;
  }

  /** The names that the file or the options hold. */
  names(section: keyof LocalContent): readonly string[] {
    return [...this.#content[section].keys()];
  }

  /** Secrets Manager, once it holds these secrets. */
  async secretsManager(...ids: readonly string[]): Promise<InMemorySecretsManager> {
    const { secretsManager } = await this.#made();
    for (const id of ids) this.#putSecret(secretsManager, id);
    return secretsManager;
  }

  /** Takes over what a saved file holds now, and tells which names have another value, or none. */
  async replace(
    content: LocalContent,
  ): Promise<{ readonly parameters: string[]; readonly secrets: string[] }> {
    const before = this.#content;
    const { parameterStore, secretsManager } = await this.#made();
    this.#content = content;
    const parameters = differing(before.parameters, content.parameters);
    const secrets = differing(before.secrets, content.secrets);
    for (const name of parameters) this.#putParameter(parameterStore, name);
    for (const id of secrets) this.#putSecret(secretsManager, id);
    return { parameters, secrets };
  }

  #putParameter(store: InMemoryParameterStore, name: string): void {
    const own = this.#content.parameters.get(name);
    const value = this.environment?.parameter(name) ?? own;
    const text = value === undefined ? undefined : JSON.stringify(value);
    if (this.#parameters.get(name) === text) return;
    if (value === undefined || text === undefined) {
      this.#parameters.delete(name);
      store.delete(name);
      return;
    }
    const isList = Array.isArray(own);
    const put = (): unknown =>
      store.put(name, value, {
        ...(isList && { type: 'StringList' }),
        ...(Buffer.byteLength(text) > STANDARD_SIZE && { tier: 'Advanced' }),
      });
    accepted(put, () => store.delete(name), `parameter "${name}"`);
    this.#parameters.set(name, text);
  }

  #putSecret(manager: InMemorySecretsManager, id: string): void {
    const own = this.#content.secrets.get(id);
    const text = this.environment?.secret(id, own) ?? own;
    if (this.#secrets.get(id) === text) return;
    if (text === undefined) {
      this.#secrets.delete(id);
      manager.delete(id, { force: true });
      return;
    }
    const staged = stagedIn(text);
    // A version that is left out now must not stay.
    if (staged !== undefined && this.#secrets.has(id)) manager.delete(id, { force: true });
    accepted(() => manager.put(id, staged ?? text), undefined, `secret "${id}"`);
    this.#secrets.set(id, text);
  }

  /** They are a room of their own in the package, which is loaded only where it is needed. */
  #made(): Promise<Services> {
    return (this.#services ??= (async () => {
      const [{ InMemoryParameterStore }, { InMemorySecretsManager }] = await Promise.all([
        import('../testing/in-memory-parameter-store.js'),
        import('../testing/in-memory-secrets-manager.js'),
      ]);
      const secretsManager = new InMemorySecretsManager();
      return { secretsManager, parameterStore: new InMemoryParameterStore({}, { secretsManager }) };
    })());
  }
}

/** The contents of several versions, by their stages. */
const stagedIn = (text: string): object | undefined => {
  const content = text.includes(CURRENT) ? dataIn(text) : undefined;
  return typeof content === 'object' && content !== null && CURRENT in content ? content : undefined;
};

const dataIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Puts a value. A parameter that changes its type, which AWS refuses, is created anew. */
const accepted = (put: () => unknown, remove: (() => unknown) | undefined, what: string): void => {
  try {
    put();
  } catch (error) {
    const { name } = error as Error;
    if (name === 'HierarchyTypeMismatchException' && remove !== undefined) {
      remove();
      accepted(put, undefined, what);
      return;
    }
    throw new InvalidDeclarationError(refusedLocalValueMessage(what, name), { names: [what] });
  }
};

const differing = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)),
  );
