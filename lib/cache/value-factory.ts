import { InvalidDeclarationError } from '../errors/index.js';
import { memberOfAnotherGroupMessage } from '../errors/errors.messages.js';
import type { FreshnessOptions } from '../interfaces/freshness-options.interface.js';
import type { SsmGroupOptions } from '../interfaces/group-options.interface.js';
import type { PathListingOptions, PathOptions } from '../interfaces/path-options.interface.js';
import type { SsmCacheOptions } from '../interfaces/ssm-cache-options.interface.js';
import type { ParameterOptions, SecretOptions, ValueOptions } from '../interfaces/value-options.interface.js';
import { parameterReference } from '../sources/parameter-reference.js';
import { memberReference, pathReference, type PathReference } from '../sources/path-reference.js';
import { secretReference } from '../sources/secret-reference.js';
import type { Reference } from '../sources/source.interface.js';
import { deepFreeze } from '../values/deep-freeze.js';
import { DeclaredValueReader, type ValueDeclaration } from '../values/declared-value-reader.js';
import { NameListReader } from '../values/name-list-reader.js';
import { TreeValueReader } from '../values/tree-value-reader.js';
import type { CacheEngine } from './cache-engine.js';
import type { FetchUnit } from './fetch-unit.js';
import { freshnessPolicy, type FreshnessPolicy } from './freshness-policy.js';
import type { Fallback, LiveValue } from './live-value.js';
import { checkName, checkOptions, checkValue, type ValueKind } from './option-checks.js';

/** Where values are made: in the cache itself, or in a group of it. */
export interface ValueFactoryScope {
  readonly defaults: SsmCacheOptions;
  readonly group?:
    | { readonly name: string | undefined; readonly options: SsmGroupOptions; readonly unit: FetchUnit }
    | undefined;
}

/** What there is under a path. */
export interface Listing {
  readonly names: LiveValue<readonly string[]>;
  readonly member: (name: string) => LiveValue<unknown>;
}

const fallbackOf = (options: ValueOptions): Fallback => {
  if (options.default !== undefined) return { value: deepFreeze(options.default) };
  return options.optional === true ? { value: undefined } : undefined;
};

const declarationOf = (options: ValueOptions, type: unknown): ValueDeclaration => ({
  type,
  transform: options.transform,
  schema: options.schema,
});

/** Makes values of names and options: the value's own first, then the group's, then the cache's. */
export class ValueFactory {
  constructor(
    private readonly engine: CacheEngine,
    private readonly scope: ValueFactoryScope,
  ) {}

  parameter(name: string, options: ParameterOptions, type?: unknown): LiveValue<unknown> {
    this.#check(name, options, 'parameter');
    const reference = parameterReference(name, this.#place(options));
    return this.#declared(reference, options, declarationOf(options, type));
  }

  secret(id: string, options: SecretOptions, type?: unknown): LiveValue<unknown> {
    this.#check(id, options, 'secret');
    return this.#declared(secretReference(id, options), options, {
      ...declarationOf(options, type),
      key: options.key,
    });
  }

  /** All the values under a path as one. */
  tree(path: string, options: PathOptions): LiveValue<unknown> {
    this.#check(path, options, 'path');
    const { shape = 'tree', schema } = options;
    return this.engine.value({
      reference: this.#pathReference(path, options),
      policy: this.#policy(options),
      reading: ['tree', shape, schema],
      makeReader: () => new TreeValueReader(shape, schema),
      group: this.scope.group?.unit,
    });
  }

  /** The names that there are under a path, and what is read of each of them. */
  listing(path: string, options: PathListingOptions): Listing {
    checkName(path, 'a path');
    checkOptions(options, 'listing', `path "${path}"`);
    const reference = this.#pathReference(path, options);
    const names = this.engine.value({
      reference,
      policy: this.#policy({}),
      reading: ['names'],
      makeReader: () => new NameListReader(),
      group: this.scope.group?.unit,
    });
    return { names, member: (name) => this.#declared(memberReference(name, reference), {}, {}, true) };
  }

  #check(name: string, options: ValueOptions | PathOptions, kind: ValueKind): void {
    checkValue(name, options, kind);
    if (
      this.scope.group !== undefined &&
      options.group !== undefined &&
      options.group !== this.scope.group.name
    ) {
      throw new InvalidDeclarationError(memberOfAnotherGroupMessage(name), { names: [name] });
    }
  }

  #declared(
    reference: Reference,
    options: ValueOptions,
    declaration: ValueDeclaration,
    isMember = false,
  ): LiveValue<unknown> {
    const { type, key, transform, schema } = declaration;
    return this.engine.value({
      reference,
      policy: this.#policy(options),
      reading: [type, key, transform, schema],
      makeReader: () => new DeclaredValueReader(declaration),
      fallback: fallbackOf(options),
      group: this.scope.group?.unit,
      isMember,
    });
  }

  #pathReference(path: string, { recursive = true, filters = [], ...options }: PathOptions): PathReference {
    return pathReference(path, { ...this.#place(options), recursive, filters });
  }

  /** Where a name stands, and whether it is decrypted. */
  #place(options: ParameterOptions): { basePath: string | undefined; withDecryption: boolean } {
    const layers = this.#layers(options);
    const basePath = layers.map((layer) => layer.basePath).find((path) => path !== undefined);
    return {
      basePath: basePath === false ? undefined : basePath,
      withDecryption: layers.find((layer) => layer.withDecryption !== undefined)?.withDecryption ?? true,
    };
  }

  #policy(options: FreshnessOptions): FreshnessPolicy {
    return freshnessPolicy(...this.#layers(options));
  }

  #layers(options: ParameterOptions): readonly ParameterOptions[] {
    const { defaults, group } = this.scope;
    return group === undefined ? [options, defaults] : [options, group.options, defaults];
  }
}
