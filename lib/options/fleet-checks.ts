import { InvalidDeclarationError, OptionRangeError } from '../errors/index.js';
import {
  fleetCipherMessage,
  fleetClientMessage,
  fleetKeysMessage,
  fleetSubscriberMessage,
  optionRangeMessage,
  optionsNotAnObjectMessage,
  optionTypeMessage,
  unknownOptionMessage,
} from '../errors/errors.messages.js';
import { fleetClientKind, isFleetStore } from './fleet-client.js';
import type { SsmFleetOptions } from './fleet-options.interface.js';

const OPTIONS = ['client', 'subscriber', 'namespace', 'share', 'keys', 'cipher', 'timeout', 'pace'];
const NAMESPACE = /^[\w.-]{1,64}$/;
const LONGEST_TIMEOUT = 60;

/**
 * A frozen copy of the options of a fleet.
 *
 * @throws `OptionRangeError` for a number out of its range, `InvalidDeclarationError` for anything else that cannot work
 */
export const checkedFleet = (options: unknown, where: string): SsmFleetOptions => {
  if (!isObject(options)) throw invalid(where, optionsNotAnObjectMessage(where));
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const unknown = Object.keys(given).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) throw invalid(where, unknownOptionMessage(where, unknown, OPTIONS));
  const { client, subscriber } = given;
  checkFleetClients(client, subscriber, where);
  const { namespace, timeout = 1, pace = 1 } = given;
  if (typeof namespace !== 'string' || !NAMESPACE.test(namespace)) {
    const expected = 'a text of 1 to 64 letters, digits, "_", "." or "-"';
    throw invalid(where, optionTypeMessage(where, 'namespace', expected));
  }
  if (!isPositive(timeout) || timeout > LONGEST_TIMEOUT) {
    const range = `a number of seconds above 0, and at most ${LONGEST_TIMEOUT}`;
    throw new OptionRangeError(optionRangeMessage(where, 'timeout', range, timeout));
  }
  if (pace !== false && !isPositive(pace)) {
    const range = 'a number of calls a second above 0, or false';
    throw new OptionRangeError(optionRangeMessage(where, 'pace', range, pace));
  }
  checkShare(given, where);
  return Object.freeze(given) as unknown as SsmFleetOptions;
};

/** @throws `InvalidDeclarationError` for what is no client, and for a subscriber of another kind */
export const checkFleetClients = (client: unknown, subscriber: unknown, where: string): void => {
  const kind = kindOf(client);
  if (kind === undefined) throw invalid(where, fleetClientMessage(where, 'client'));
  if (subscriber !== undefined && (kind === 'store' || kindOf(subscriber) !== kind)) {
    throw invalid(where, fleetClientMessage(where, 'subscriber'));
  }
  if (kind === 'valkey-glide' && subscriber === undefined)
    throw invalid(where, fleetSubscriberMessage(where));
};

const checkShare = (
  { share = 'signals', keys, cipher }: Readonly<Record<string, unknown>>,
  where: string,
): void => {
  if (share !== 'signals' && share !== 'values') {
    throw invalid(where, optionTypeMessage(where, 'share', "'signals' or 'values'"));
  }
  if (share === 'signals' && keys === undefined && cipher === undefined) return;
  if (cipher !== undefined) {
    if (share === 'values' && keys === undefined && isCipher(cipher)) return;
    throw invalid(where, fleetCipherMessage(where));
  }
  const isUsable = share === 'values' && Array.isArray(keys) && keys.length > 0 && keys.every(isKey);
  if (!isUsable) throw invalid(where, fleetKeysMessage(where));
};

const isCipher = (cipher: unknown): boolean => {
  if (!isObject(cipher)) return false;
  const { encrypt, decrypt } = cipher as Readonly<Record<string, unknown>>;
  return typeof encrypt === 'function' && typeof decrypt === 'function';
};

/** What a handle gives is known later. */
const isKey = (key: unknown): boolean =>
  typeof key === 'object' && key !== null && 'get' in key
    ? typeof key.get === 'function'
    : keyBytes(key) !== undefined;

const KEY_BYTES = 32;

/** The bytes of a key; `undefined` for what is none. */
export const keyBytes = (key: unknown): Uint8Array | undefined => {
  const bytes = typeof key === 'string' ? Buffer.from(key, 'base64') : key;
  return bytes instanceof Uint8Array && bytes.length === KEY_BYTES ? bytes : undefined;
};

const kindOf = (client: unknown): string | undefined => {
  if (!isObject(client)) return undefined;
  return isFleetStore(client) ? 'store' : fleetClientKind(client);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isPositive = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value < Infinity;

const invalid = (where: string, message: string): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [where] });
