import { InvalidDeclarationError } from '../errors/index.js';
import { unknownOptionMessage } from '../errors/errors.messages.js';
import type { SsmGroupOptions } from '../interfaces/group-options.interface.js';
import type { SsmCacheOptions } from '../interfaces/ssm-cache-options.interface.js';
import type { ParameterOptions, SecretOptions, ValueOptions } from '../interfaces/value-options.interface.js';
import { parameterReference } from '../sources/parameter-reference.js';
import { secretReference } from '../sources/secret-reference.js';
import { isTransform } from '../values/apply-transform.js';
import type { ValueDeclaration } from '../values/declared-value-reader.js';
import type { CacheEngine } from './cache-engine.js';
import type { FetchUnit } from './fetch-unit.js';
import { freshnessPolicy } from './freshness-policy.js';
import type { LiveValue } from './live-value.js';
import { checkBasePath, checkRanges } from './option-checks.js';

/** Where values are made: in the cache itself, or in a group of it. */
export interface ValueFactoryScope {
  readonly defaults: SsmCacheOptions;
  readonly group?: { readonly options: SsmGroupOptions; readonly unit: FetchUnit } | undefined;
}

/** Throws for options that cannot work. `where` names what they stand in. */
export const checkValueOptions = (
  options: ValueOptions & ParameterOptions & SecretOptions,
  where: string,
): void => {
  checkRanges(options, where);
  checkBasePath(options.basePath);
  const { transform } = options;
  if (transform !== undefined && !isTransform(transform)) {
    const expected = "'json', 'number', 'boolean', 'list', 'base64' or a function";
    throw new InvalidDeclarationError(unknownOptionMessage(where, 'transform', expected), { names: [where] });
  }
};

const fallbackOf = (options: ValueOptions): ValueDeclaration['fallback'] => {
  if (options.default !== undefined) return { value: options.default };
  return options.optional === true ? { value: undefined } : undefined;
};

/** Makes values of names and options: the value's own first, then the group's, then the cache's. */
export class ValueFactory {
  constructor(
    private readonly engine: CacheEngine,
    private readonly scope: ValueFactoryScope,
  ) {}

  parameter(name: string, options: ParameterOptions, type?: unknown): LiveValue<unknown> {
    checkValueOptions(options, `parameter "${name}"`);
    const layers = this.#layers(options);
    const basePath = layers.map((layer) => layer.basePath).find((path) => path !== undefined);
    const reference = parameterReference(name, {
      basePath: basePath === false ? undefined : basePath,
      withDecryption: layers.find((layer) => layer.withDecryption !== undefined)?.withDecryption ?? true,
    });
    return this.#value(reference, options, {
      type,
      transform: options.transform,
      fallback: fallbackOf(options),
    });
  }

  secret(id: string, options: SecretOptions, type?: unknown): LiveValue<unknown> {
    checkValueOptions(options, `secret "${id}"`);
    return this.#value(secretReference(id, options), options, {
      type,
      key: options.key,
      transform: options.transform,
      fallback: fallbackOf(options),
    });
  }

  #value(
    reference: Parameters<CacheEngine['value']>[0],
    options: ValueOptions,
    declaration: ValueDeclaration,
  ): LiveValue<unknown> {
    return this.engine.value(
      reference,
      freshnessPolicy(...this.#layers(options)),
      declaration,
      this.scope.group?.unit,
    );
  }

  #layers(options: ParameterOptions): readonly ParameterOptions[] {
    const { defaults, group } = this.scope;
    return group === undefined ? [options, defaults] : [options, group.options, defaults];
  }
}
