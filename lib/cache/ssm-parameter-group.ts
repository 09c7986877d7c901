import type { ParameterOptions, SecretOptions } from '../options/value-options.interface.js';
import type { FitName, Suggested } from '../options/known-name.types.js';
import { resolvedName, type SsmName } from '../options/name.js';
import type { PathListingOptions } from '../options/path-options.interface.js';
import { declarationOf } from './declaration.js';
import type { GroupMembers } from './group-members.js';
import type {
  FitStored,
  FitValueOptions,
  HandleValue,
  Inferred,
  OptionsMaking,
  SecretOptionsMaking,
  StoredValues,
} from './handle-value.types.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import { INTERNALS } from '../runtime/internals.js';
import { refreshOnError, type AsyncFunction } from '../recovery/refresh-on-error.js';
import type { RefreshOnErrorFunctionOptions } from '../options/refresh-retry-options.interface.js';
import type { SecretsManagerParameter } from './secrets-manager-parameter.js';
import type { SsmHandle } from './ssm-handle.js';
import type { SsmParameter } from './ssm-parameter.js';

/**
 * Parameters and secrets that are refreshed together and change together: nobody ever reads a new user name with an
 * old password. If one member cannot be refreshed, none changes.
 *
 * @example
 * ```ts
 * const database = cache.createGroup({ basePath: '/prod/db', maxAge: 300 });
 * const host = database.parameter('/host');
 * const password = database.secret('prod/db', { key: 'password' });
 * await password.get(); // loads both
 * ```
 *
 * @publicApi
 */
export class SsmParameterGroup {
  readonly #members: GroupMembers;

  private constructor(members: GroupMembers) {
    this.#members = members;
  }

  /** @internal */
  static of(members: GroupMembers): SsmParameterGroup {
    return new SsmParameterGroup(members);
  }

  /** @internal */
  get [INTERNALS](): GroupMembers {
    return this.#members;
  }

  /** How many members the group has. */
  get size(): number {
    return this.#members.size;
  }

  /**
   * A parameter as a member; the same name and options give the same handle. Calls nothing.
   *
   * @param name the parameter, under the base path of the group
   * @throws as `SsmCache.parameter()`; `InvalidDeclarationError` for an `options.group` that is another
   */
  parameter<T = string, const Name extends Suggested<'parameters'> = Suggested<'parameters'>>(
    name: Name & FitStored<T, StoredValues['parameter']> & FitName<Name, 'parameters'>,
  ): SsmParameter<T>;
  /** The same with options, which tell the type of the value: a transform, a schema, whether it may be missing. */
  parameter<
    const Name extends Suggested<'parameters'>,
    const Options extends ParameterOptions,
    _Value extends Inferred,
  >(
    name: Name & FitName<Name, 'parameters', Options>,
    options: (Options & TransformInPlace & FitValueOptions<Options, ParameterOptions>) | undefined,
  ): SsmParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  parameter<T, const Name extends Suggested<'parameters'> = Suggested<'parameters'>>(
    name: Name & FitName<Name, 'parameters'>,
    options: OptionsMaking<T>,
  ): SsmParameter<T>;
  parameter<T>(name: SsmName, options: ParameterOptions<T> = {}): SsmParameter<T> {
    return this.#members.declare(declarationOf('parameter', name, options)) as SsmParameter<T>;
  }

  /**
   * A secret as a member; the same id and options give the same handle. Calls nothing.
   *
   * @param id the name or ARN of the secret
   * @throws as `SsmCache.secret()`; `InvalidDeclarationError` for an `options.group` that is another
   */
  secret<T = string, const Name extends Suggested<'secrets'> = Suggested<'secrets'>>(
    id: Name & FitStored<T, StoredValues['secret']> & FitName<Name, 'secrets'>,
  ): SecretsManagerParameter<T>;
  /** The same with options, which tell the type of the value: its key, a transform, a schema, whether it may be missing. */
  secret<
    const Name extends Suggested<'secrets'>,
    const Options extends SecretOptions,
    _Value extends Inferred,
  >(
    id: Name & FitName<Name, 'secrets', Options>,
    options: (Options & TransformInPlace & FitValueOptions<Options, SecretOptions>) | undefined,
  ): SecretsManagerParameter<HandleValue<Options>>;
  /** The same for a type of the value that is asked for: the options must make it. */
  secret<T, const Name extends Suggested<'secrets'> = Suggested<'secrets'>>(
    id: Name & FitName<Name, 'secrets'>,
    options: SecretOptionsMaking<T>,
  ): SecretsManagerParameter<T>;
  secret<T>(id: SsmName, options: SecretOptions<T> = {}): SecretsManagerParameter<T> {
    return this.#members.declare(declarationOf('secret', id, options)) as SecretsManagerParameter<T>;
  }

  /**
   * Every parameter under a path as a member. The path is listed again with each refresh of the group: new names join it,
   * and those that no longer exist leave it. Called with another path, it adds to the group.
   *
   * @param path begins with `/`; stands under the group's base path; or a function that returns it, which is called once
   * @returns the handles, sorted by name
   * @throws `InvalidPathError`, `InvalidFilterError`, before any call; otherwise as `get()` of a handle
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
   */
  async parameters<T = string, const Name extends Suggested<'paths'> = Suggested<'paths'>>(
    path: Name & FitStored<T, StoredValues['parameter']> & FitName<Name, 'paths'>,
    options: PathListingOptions = {},
  ): Promise<SsmParameter<T>[]> {
    const handles = await this.#members.list(resolvedName(path, 'a path'), options);
    return handles as SsmParameter<T>[];
  }

  /**
   * Refreshes all members at once. Rejects with what it failed with, and then no member has changed.
   *
   * @example
   * ```ts
   * await cache.group('database').refresh();
   * ```
   */
  refresh(): Promise<void> {
    return this.#members.refresh();
  }

  /**
   * `fn`, called again after a refresh of the group when it fails. `fn` returns a promise or an `Observable`.
   *
   * @param options which errors are repeated, and how often
   *
   * @example
   * ```ts
   * const login = group.refreshOnError(() => connect(user.value, password.value), { retries: 5, delay: 0.5 });
   * ```
   */
  refreshOnError<F extends AsyncFunction>(fn: F, options: RefreshOnErrorFunctionOptions = {}): F {
    return refreshOnError(fn, this.#members, options, this.#members.unit.runtime);
  }

  /**
   * Calls `listener` after each refresh that brought another version of a member, until the function it returns is called.
   * That a listener failed, at once or later, is in the log, without its error.
   *
   * @example
   * ```ts
   * const stop = group.onChange(() => reconnect());
   * ```
   */
  onChange(listener: () => unknown): () => void {
    const { unit } = this.#members;
    const releases = [unit.onChange(listener), unit.runtime.pins.pin(this.#members)];
    return () => {
      for (const release of releases) release();
    };
  }

  /** The handles of the parameters and secrets of the group. */
  [Symbol.iterator](): IterableIterator<SsmHandle<unknown, number | string>> {
    return this.#members.handles();
  }
}
