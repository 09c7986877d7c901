import { InvalidClientError, InvalidDeclarationError } from '../errors/index.js';
import { memberOfAnotherGroupMessage, unknownClientMessage } from '../errors/errors.messages.js';
import type { FreshnessOptions } from '../options/freshness-options.interface.js';
import type { SsmGroupOptions } from '../options/group-options.interface.js';
import type { PathListingOptions, PathOptions } from '../options/path-options.interface.js';
import type { SsmCacheOptions } from '../options/ssm-cache-options.interface.js';
import type {
  ParameterOptions,
  ReferenceOptions,
  SecretOptions,
  ValueOptions,
} from '../options/value-options.interface.js';
import { parameterReference } from '../sources/parameter-store/parameter-reference.js';
import {
  memberReference,
  pathReference,
  type PathReference,
} from '../sources/parameter-store/path-reference.js';
import { selectedSecret, underSecretPrefix } from '../sources/secrets-manager/secret-name.js';
import { secretReference } from '../sources/secrets-manager/secret-reference.js';
import { secretVersionsReference } from '../sources/secrets-manager/secret-versions-reference.js';
import { DEFAULT_CLIENT, type Reference } from '../sources/source.interface.js';
import { ValueDecoder, type ValueDeclaration } from '../values/decoders/value-decoder.js';
import { SecretVersionsDecoder } from '../values/decoders/secret-versions-decoder.js';
import { NamesDecoder } from '../values/decoders/names-decoder.js';
import { FilledTreeDecoder } from '../values/decoders/filled-tree-decoder.js';
import { TreeDecoder } from '../values/decoders/tree-decoder.js';
import type { CacheEngine, ViewSpec } from '../engine/cache-engine.js';
import type { RefreshUnit } from '../engine/refresh-unit.js';
import type { FreshnessPolicy } from '../engine/freshness-policy.js';
import { toFreshnessPolicy } from '../options/to-freshness-policy.js';
import type { Fallback } from '../engine/conversion.js';
import type { EntryView } from '../engine/entry-view.js';
import { checkOptions } from '../options/option-checks.js';
import type { Declaration, PathDeclaration, SecretDeclaration } from './declaration.js';

/** Where values are made: in the cache itself, or in a group of it. */
export interface ViewScope {
  readonly defaults: SsmCacheOptions;
  readonly group?:
    | { readonly name: string | undefined; readonly options: SsmGroupOptions; readonly unit: RefreshUnit }
    | undefined;
}

/** A version of a secret or several, and how they are read. */
export type SecretReading = Pick<ViewSpec<unknown>, 'reference' | 'decoding' | 'makeDecoder'>;

/** What there is under a path. */
export interface PathListing {
  readonly names: EntryView<readonly string[]>;
  readonly member: (name: string) => EntryView<unknown>;
}

export const fallbackOf = (options: ValueOptions): Fallback => {
  if (options.default !== undefined) return { value: options.default };
  return options.optional === true ? { value: undefined } : undefined;
};

export const conversionOf = (options: ValueOptions, type?: unknown): ValueDeclaration => ({
  type,
  transform: options.transform,
  schema: options.schema,
});

const decodingOf = (declaration: ValueDeclaration): Pick<ViewSpec<unknown>, 'decoding' | 'makeDecoder'> => {
  const { type, key, transform, schema } = declaration;
  return { decoding: [type, key, transform, schema], makeDecoder: () => new ValueDecoder(declaration) };
};

/** Makes values of names and options: the value's own first, then the group's, then the cache's. */
export class ViewFactory {
  constructor(
    private readonly engine: CacheEngine,
    private readonly scope: ViewScope,
  ) {}

  /** Throws for a group whose client the cache does not have. */
  checkGroupClient(): void {
    this.#client(`group "${this.scope.group?.name ?? ''}"`, {});
  }

  /** @throws `InvalidDeclarationError` in a group, for a value of another */
  declared(declaration: Declaration): EntryView<unknown> {
    this.#checkGroup(declaration);
    if (declaration.kind === 'path') return this.#tree(declaration);
    const { name, options, type } = declaration;
    if (declaration.kind === 'parameter') {
      const reference = parameterReference(name, this.#place(name, options));
      return this.#value(reference, options, conversionOf(options, type));
    }
    return this.view({
      ...this.secretReading(declaration),
      policy: this.#policy(options),
      isPrivate: this.#isPrivate(options),
      fallback: fallbackOf(options),
    });
  }

  /** What is asked for, and how it is read. */
  secretReading({ name, options, type }: SecretDeclaration): SecretReading {
    const selected = selectedSecret(underSecretPrefix(name, this.#secretPrefix(options)), options);
    const { id, key, versions, ...version } = selected;
    const client = this.#client(name, options);
    if (versions === undefined) {
      const conversion = { ...conversionOf(options, type), key };
      return { reference: secretReference(id, { ...version, client }), ...decodingOf(conversion) };
    }
    const { decoding, makeDecoder } = decodingOf({ ...conversionOf(options), key });
    return {
      reference: secretVersionsReference(id, { client, stages: versions }),
      decoding,
      makeDecoder: () => new SecretVersionsDecoder(makeDecoder()),
    };
  }

  /** What an extension's source reads. */
  of(reference: Reference, options: ReferenceOptions): EntryView<unknown> {
    return this.#value(reference, options, conversionOf(options, undefined));
  }

  /** The names that there are under a path, and what is read of each of them. */
  listing(path: string, options: PathListingOptions): PathListing {
    checkOptions(options, 'listing', `path "${path}"`);
    const reference = this.#pathReference(path, options);
    const names = this.view({
      reference,
      isPrivate: this.#isPrivate({}),
      decoding: ['names'],
      makeDecoder: () => new NamesDecoder(),
    });
    return { names, member: (name) => this.#value(memberReference(name, reference), {}, {}, true) };
  }

  /** A view where this factory makes values: as fresh as the group or the cache has it, unless it has a policy of its own. */
  view<T>(spec: Omit<ViewSpec<T>, 'group' | 'policy'> & Partial<Pick<ViewSpec<T>, 'policy'>>): EntryView<T> {
    return this.engine.view({ policy: this.#policy({}), ...spec, group: this.scope.group?.unit });
  }

  #checkGroup({ name, options }: Declaration): void {
    const { group } = this.scope;
    if (group !== undefined && options.group !== undefined && options.group !== group.name) {
      throw new InvalidDeclarationError(memberOfAnotherGroupMessage(name), { names: [name] });
    }
  }

  /** All the values under a path as one. */
  #tree({ name, options }: PathDeclaration): EntryView<unknown> {
    const { shape = 'tree', schema, optional = true } = options;
    return this.view({
      reference: this.#pathReference(name, options),
      policy: this.#policy(options),
      isPrivate: this.#isPrivate(options),
      decoding: ['tree', shape, schema, optional],
      makeDecoder: () => {
        const tree = new TreeDecoder(shape, schema);
        return optional ? tree : new FilledTreeDecoder(tree);
      },
    });
  }

  #value(
    reference: Reference,
    options: ValueOptions,
    declaration: ValueDeclaration,
    isMember = false,
  ): EntryView<unknown> {
    return this.view({
      reference,
      ...decodingOf(declaration),
      policy: this.#policy(options),
      isPrivate: this.#isPrivate(options),
      fallback: fallbackOf(options),
      isMember,
    });
  }

  #pathReference(path: string, { recursive = true, filters = [], ...options }: PathOptions): PathReference {
    return pathReference(path, { ...this.#place(path, options), recursive, filters });
  }

  /** Where a name stands, and whether it is decrypted. */
  #place(
    name: string,
    options: ParameterOptions,
  ): { client: string; basePath: string | undefined; withDecryption: boolean } {
    const layers = this.#layers(options);
    const basePath = layers.map((layer) => layer.basePath).find((path) => path !== undefined);
    return {
      client: this.#client(name, options),
      basePath: basePath === false ? undefined : basePath,
      withDecryption: layers.find((layer) => layer.withDecryption !== undefined)?.withDecryption ?? true,
    };
  }

  /** @throws `InvalidClientError` for a client that the cache does not have */
  #client(where: string, options: SsmGroupOptions): string {
    const client =
      this.#layers(options).find((layer) => layer.client !== undefined)?.client ?? DEFAULT_CLIENT;
    const known = [DEFAULT_CLIENT, ...Object.keys(this.scope.defaults.clients ?? {})];
    if (known.includes(client)) return client;
    throw new InvalidClientError(unknownClientMessage(where, client, known), { names: [where] });
  }

  #secretPrefix(options: SecretOptions): string | undefined {
    const prefix = this.#layers(options)
      .map((layer) => layer.secretPrefix)
      .find((text) => text !== undefined);
    return prefix === false ? undefined : prefix;
  }

  /** Whether the value itself, or its group, is kept from a fleet. */
  #isPrivate(options: SsmGroupOptions): boolean {
    return (options.share ?? this.scope.group?.options.share) === false;
  }

  #policy(options: FreshnessOptions): FreshnessPolicy {
    return toFreshnessPolicy(...this.#layers(options));
  }

  #layers(options: SsmGroupOptions): readonly SsmGroupOptions[] {
    const { defaults, group } = this.scope;
    return group === undefined ? [options, defaults] : [options, group.options, defaults];
  }
}
