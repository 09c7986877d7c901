import { InvalidDeclarationError, OptionRangeError, SsmCacheError } from '../errors/index.js';
import { notASecretMessage, unreadableOptionsMessage } from '../errors/errors.messages.js';
import { checkNameOrFunction, resolvedName, type SsmName } from '../options/name.js';
import { checkedOptions } from '../options/option-checks.js';
import type { SecretOptions } from '../options/value-options.interface.js';
import type { JointSecret } from '../cache/joint-views.js';
import type { SsmCacheConfigSecret, SsmCacheConfigSecrets } from './ssm-cache-config.interface.js';

/** A secret of a configuration, as it is declared. */
export interface ConfigSecret {
  readonly id: SsmName;
  /** The keys that lead to its value. */
  readonly place: readonly string[];
  /** Its place as messages name it. */
  readonly where: string;
  readonly options: SecretOptions;
}

/**
 * The secrets of a configuration, each checked and copied.
 *
 * @throws `InvalidDeclarationError`, `InvalidParameterError` for a secret without a name
 */
export const configSecrets = (secrets: SsmCacheConfigSecrets, where: string): readonly ConfigSecret[] => {
  try {
    return secretsIn(secrets, where, []);
  } catch (error) {
    if (error instanceof SsmCacheError || error instanceof OptionRangeError) throw error;
    throw new InvalidDeclarationError(unreadableOptionsMessage(`${where} secrets`), { names: [where] });
  }
};

const secretsIn = (
  secrets: SsmCacheConfigSecrets,
  where: string,
  above: readonly string[],
): readonly ConfigSecret[] =>
  Object.entries(secrets).flatMap(([key, given]) => {
    const place = [...above, key];
    const label = `${where} secrets.${place.join('.')}`;
    if (!isObject(given)) throw new InvalidDeclarationError(notASecretMessage(label), { names: [label] });
    if (!isSecret(given)) return secretsIn(given, where, place);
    const { id, ...options } = checkedOptions(given, 'secret of a config', label);
    checkNameOrFunction(id, label);
    return [{ id, place, where: label, options }];
  });

/** @param client the client of the configuration, where the secret names none */
export const toSecretDeclaration = (
  { id, place, where, options }: ConfigSecret,
  client: string | undefined,
): JointSecret => ({
  id: resolvedName(id, where),
  place,
  options: client === undefined ? options : { client, ...options },
});

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSecret = (given: SsmCacheConfigSecret | SsmCacheConfigSecrets): given is SsmCacheConfigSecret =>
  typeof given.id === 'string' || typeof given.id === 'function';
