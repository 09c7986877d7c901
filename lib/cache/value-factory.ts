import { InvalidDeclarationError } from '../errors/index.js';
import { unknownOptionMessage } from '../errors/errors.messages.js';
import type { FreshnessOptions } from '../interfaces/freshness-options.interface.js';
import type { SsmGroupOptions } from '../interfaces/group-options.interface.js';
import type { PathListingOptions, PathOptions } from '../interfaces/path-options.interface.js';
import type { SsmCacheOptions } from '../interfaces/ssm-cache-options.interface.js';
import type { ParameterOptions, SecretOptions, ValueOptions } from '../interfaces/value-options.interface.js';
import { parameterReference } from '../sources/parameter-reference.js';
import { memberReference, pathReference, type PathReference } from '../sources/path-reference.js';
import { secretReference } from '../sources/secret-reference.js';
import type { Reference } from '../sources/source.interface.js';
import { isSchema } from '../values/apply-schema.js';
import { isTransform } from '../values/apply-transform.js';
import { DeclaredValueReader, type ValueDeclaration } from '../values/declared-value-reader.js';
import { NameListReader } from '../values/name-list-reader.js';
import { isTreeShape } from '../values/tree-shape.js';
import { TreeValueReader } from '../values/tree-value-reader.js';
import type { CacheEngine } from './cache-engine.js';
import type { FetchUnit } from './fetch-unit.js';
import { freshnessPolicy, type FreshnessPolicy } from './freshness-policy.js';
import type { Fallback, LiveValue } from './live-value.js';
import { checkBasePath, checkRanges } from './option-checks.js';

/** Where values are made: in the cache itself, or in a group of it. */
export interface ValueFactoryScope {
  readonly defaults: SsmCacheOptions;
  readonly group?: { readonly options: SsmGroupOptions; readonly unit: FetchUnit } | undefined;
}

/** What there is under a path. */
export interface Listing {
  readonly names: LiveValue<readonly string[]>;
  readonly member: (name: string) => LiveValue<unknown>;
}

/** Throws for options that cannot work. `where` names what they stand in. */
export const checkValueOptions = (
  options: ValueOptions & ParameterOptions & SecretOptions,
  where: string,
): void => {
  checkRanges(options, where);
  checkBasePath(options.basePath);
  checkSchema(options.schema, where);
  const { transform } = options;
  if (transform !== undefined && !isTransform(transform)) {
    const expected = "'json', 'number', 'boolean', 'list', 'base64' or a function";
    throw new InvalidDeclarationError(unknownOptionMessage(where, 'transform', expected), { names: [where] });
  }
};

const fallbackOf = (options: ValueOptions): Fallback => {
  if (options.default !== undefined) return { value: options.default };
  return options.optional === true ? { value: undefined } : undefined;
};

const declarationOf = (options: ValueOptions, type: unknown): ValueDeclaration => ({
  type,
  transform: options.transform,
  schema: options.schema,
});

const checkSchema = (schema: unknown, where: string): void => {
  if (schema === undefined || isSchema(schema)) return;
  const expected = 'a schema that follows Standard Schema (https://standardschema.dev)';
  throw new InvalidDeclarationError(unknownOptionMessage(where, 'schema', expected), { names: [where] });
};

/** Throws for options of a path that cannot work. */
export const checkPathOptions = (options: PathOptions, where: string): void => {
  checkRanges(options, where);
  checkBasePath(options.basePath);
  checkSchema(options.schema, where);
  if (options.shape !== undefined && !isTreeShape(options.shape)) {
    const expected = "'tree', 'record' or 'map'";
    throw new InvalidDeclarationError(unknownOptionMessage(where, 'shape', expected), { names: [where] });
  }
};

/** Makes values of names and options: the value's own first, then the group's, then the cache's. */
export class ValueFactory {
  constructor(
    private readonly engine: CacheEngine,
    private readonly scope: ValueFactoryScope,
  ) {}

  parameter(name: string, options: ParameterOptions, type?: unknown): LiveValue<unknown> {
    checkValueOptions(options, `parameter "${name}"`);
    const reference = parameterReference(name, this.#place(options));
    return this.#declared(reference, options, declarationOf(options, type));
  }

  secret(id: string, options: SecretOptions, type?: unknown): LiveValue<unknown> {
    checkValueOptions(options, `secret "${id}"`);
    return this.#declared(secretReference(id, options), options, {
      ...declarationOf(options, type),
      key: options.key,
    });
  }

  /** All the values under a path as one. */
  tree(path: string, options: PathOptions): LiveValue<unknown> {
    checkPathOptions(options, `path "${path}"`);
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
