import { resolve } from 'node:path';
import { InvalidDeclarationError, InvalidParameterError } from '../errors/index.js';
import {
  localInProductionMessage,
  missingLocallyMessage,
  unwatchedLocalFileMessage,
} from '../errors/errors.messages.js';
import type { SsmLocalOptions } from '../options/local-options.interface.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { ClientCalls } from '../sources/calls/client-calls.js';
import { parameterStoreSources } from '../sources/parameter-store/parameter-store-sources.js';
import { isSecretReference } from '../sources/parameter-store/parameter-name.js';
import { secretsManagerSources } from '../sources/secrets-manager/secrets-manager-sources.js';
import { Router, type SourceOf } from '../sources/source-router.js';
import type { Answer, Reference, Source, SourceChange } from '../sources/source.interface.js';
import { localContent, type LocalContent } from './local-content.js';
import { LocalEnvironment, type NameBases } from './local-environment.js';
import { readLocalFile } from './local-file.js';
import { LocalParameterStore } from './local-parameter-store.js';
import { LocalSecrets } from './local-secrets.js';
import { LocalServices } from './local-services.js';
import { LocalSource } from './local-source.js';
import { watchFile } from './watch-file.js';

const DEFAULT_PREFIX = 'SSM_';
const IN_OPTIONS = 'the option "local"';

/** The values of a machine without AWS, wherever they are kept. */
export class LocalValues {
  readonly #options: SsmLocalOptions;
  readonly #file: string | undefined;
  readonly #inOptions: LocalContent;
  readonly #environment: LocalEnvironment | undefined;
  readonly #services: LocalServices;
  readonly #count: string;

  /**
   * @throws `InvalidDeclarationError` for a file or an option that cannot be used, and in production
   */
  constructor(given: string | SsmLocalOptions, bases: NameBases, where: string) {
    if (process.env.NODE_ENV === 'production')
      throw new InvalidDeclarationError(localInProductionMessage(where), { names: ['local'] });
    this.#options = typeof given === 'string' ? { file: given } : given;
    const { file, parameters, secrets, env = true } = this.#options;
    this.#file = file === undefined ? undefined : resolve(file);
    this.#inOptions = localContent(
      { ...(parameters !== undefined && { parameters }), ...(secrets !== undefined && { secrets }) },
      IN_OPTIONS,
    );
    const prefix = typeof env === 'object' ? env.prefix : DEFAULT_PREFIX;
    this.#environment = env === false ? undefined : new LocalEnvironment(prefix, bases, process.env);
    const content = this.#content();
    this.#count = `${counted(content.parameters.size, 'parameter')}, ${counted(content.secrets.size, 'secret')}`;
    this.#services = new LocalServices(content, this.#environment);
  }

  /** Where values come from, for the log. */
  get summary(): string {
    const from = [
      ...(this.#options.file === undefined ? [] : [this.#options.file]),
      ...(this.#inOptions.parameters.size + this.#inOptions.secrets.size === 0 ? [] : [IN_OPTIONS]),
      ...(this.#environment === undefined ? [] : [`variables ${this.#environment.prefix}…`]),
    ];
    const then = this.#options.fallThrough === true ? '; other names are asked for at AWS' : '';
    return `Values come from ${from.join(', ')} (${this.#count})${then}.`;
  }

  /** The same source with the local values before it, or in its place. */
  wrap(source: Source, runtime: Pick<CacheRuntime, 'clock' | 'scheduler' | 'random'>): Source {
    const { name } = source;
    const sourceOf = this.#inPlaceOf(name, new ClientCalls(runtime));
    if (sourceOf === undefined) return source;
    const local = new Router(sourceOf);
    const further = this.#options.fallThrough === true ? source : undefined;
    return new LocalSource(name, local, further, (answer, reference) => this.#explained(answer, reference));
  }

  /**
   * Reads the file again each time that it is saved.
   *
   * @param changed learns of each name that has another value
   * @param failed learns why the file cannot be used; its last values stay
   */
  watch(
    changed: (changes: readonly SourceChange[]) => void,
    failed: (error: Error) => void,
    signal: AbortSignal,
  ): void {
    if (this.#file === undefined || this.#options.watch === false) return;
    const file = this.#file;
    const tellFailure = (error: Error): void => {
      if (!signal.aborted) failed(error);
    };
    const readAgain = async (): Promise<void> => {
      try {
        const { parameters, secrets } = await this.#services.replace(this.#content());
        if (signal.aborted) return;
        changed([
          ...parameters.map((name) => ({ source: 'ssm', name })),
          ...secrets.map((name) => ({ source: 'secretsmanager', name })),
        ]);
      } catch (error) {
        tellFailure(error as Error);
      }
    };
    watchFile(file, signal, readAgain, (code) =>
      tellFailure(new InvalidDeclarationError(unwatchedLocalFileMessage(file, code), { names: [file] })),
    );
  }

  #inPlaceOf(name: string, calls: ClientCalls): SourceOf | undefined {
    if (name === 'ssm') return parameterStoreSources(new LocalParameterStore(this.#services), calls);
    if (name === 'secretsmanager')
      return secretsManagerSources(new LocalSecrets(this.#services), false, calls);
    return undefined;
  }

  #content(): LocalContent {
    const file = this.#file === undefined ? undefined : readLocalFile(this.#file);
    return {
      parameters: new Map([...(file?.parameters ?? []), ...this.#inOptions.parameters]),
      secrets: new Map([...(file?.secrets ?? []), ...this.#inOptions.secrets]),
    };
  }

  #explained(answer: Answer, { source, name, fullName }: Reference): Answer {
    if (answer.found) return answer;
    const isSecret = source === 'secretsmanager' || isSecretReference(name);
    const key = isSecret ? this.#services.secretNamed(name) : name;
    const environment = this.#environment;
    const variable = isSecret ? environment?.variableOfSecret(key) : environment?.variableOfParameter(key);
    const section = isSecret ? 'secrets' : 'parameters';
    const place = { section, key: key === name ? undefined : key };
    const known = this.#services.names(section);
    const message = missingLocallyMessage(fullName, place, this.#options.file, variable, known);
    return {
      ...answer,
      error: new InvalidParameterError(message, { names: [fullName], cause: answer.error }),
    };
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
