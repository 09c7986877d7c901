import { InvalidDeclarationError, InvalidPathError, OptionRangeError } from '../errors/index.js';
import {
  clientItselfMessage,
  invalidBasePathMessage,
  optionRangeMessage,
  optionsNotAnObjectMessage,
  optionTypeMessage,
  reservedClientMessage,
  unknownOptionMessage,
  unreadableOptionsMessage,
  versionsAndVersionMessage,
} from '../errors/errors.messages.js';
import { DEFAULT_CLIENT } from '../sources/source.interface.js';
import { CREDENTIALS, isClientItself } from './client-checks.js';
import type { SsmGroupOptions } from './group-options.interface.js';
import { checkedFleet } from './fleet-checks.js';
import { checkedExtensions } from './extension-checks.js';
import { isObject, isReadable, KNOWN, rangeOf, typeOf, type OptionOwner } from './option-rules.js';

/**
 * Throws for the first option that cannot work: `OptionRangeError` for a number out of its range, `InvalidPathError` for a
 * base path, `InvalidDeclarationError` for anything else, an option that there is not among them. `where` names what the
 * options stand in.
 */
export const checkOptions = (options: unknown, of: OptionOwner, where: string): void => {
  checkedOptions(options as object, of, where);
};

/** The same, and what was checked: a frozen copy, so that options which are changed later take no effect. */
export const checkedOptions = <O extends object>(options: O, of: OptionOwner, where: string): O => {
  if (!passes(isObject, options)) throw invalid(where, optionsNotAnObjectMessage(where));
  const known: readonly string[] = KNOWN[of];
  const checked: Record<string, unknown> = {};
  for (const [option, value] of readOptions(options, known, where)) {
    if (!known.includes(option)) throw invalid(where, unknownOptionMessage(where, option, known));
    if (value !== undefined) checked[option] = checkedOption(option, value, where, of);
  }
  if (checked.versions !== undefined) checkVersions(checked, where);
  return Object.freeze(checked) as O;
};

/** Throws for options that read several versions of a secret and also a single one. */
const checkVersions = (options: Readonly<Record<string, unknown>>, where: string): void => {
  const other = ['versionStage', 'versionId'].find((option) => options[option] !== undefined);
  if (other !== undefined) throw invalid(where, versionsAndVersionMessage(where, other));
};

/** Groups by name, each checked and copied. Throws for an object of groups in which one has options that cannot work. */
export const checkGroups = (groups: unknown, where: string): Record<string, SsmGroupOptions> => {
  if (!passes(isReadable, groups)) throw invalid(where, optionTypeMessage(where, 'groups', 'an object'));
  const checked = Object.entries(groups as Record<string, SsmGroupOptions>).map(
    ([name, options]) => [name, checkedOptions(options, 'group', `${where} group "${name}"`)] as const,
  );
  return Object.freeze(Object.fromEntries(checked));
};

/** Named clients, each checked and copied. */
const checkedClients = (clients: unknown, where: string): unknown => {
  if (!passes(isReadable, clients)) throw invalid(where, optionTypeMessage(where, 'clients', 'an object'));
  const checked = Object.entries(clients as Record<string, object>).map(([name, options]) => {
    const label = `${where} client "${name}"`;
    if (name === '' || name === DEFAULT_CLIENT) throw invalid(label, reservedClientMessage(label));
    if (passes(isObject, options) && passes(isClientItself as never, options))
      throw invalid(label, clientItselfMessage(label));
    return [name, checkedOptions(options, 'client', label)] as const;
  });
  return Object.freeze(Object.fromEntries(checked));
};

/** The options that an object has, also those that it inherits, as an instance of a class does. */
const readOptions = (
  options: object,
  known: readonly string[],
  where: string,
): readonly (readonly [option: string, value: unknown])[] => {
  try {
    const all = new Set([...Object.keys(options), ...known]);
    return Array.from(all, (option) => [option, (options as Record<string, unknown>)[option]] as const);
  } catch {
    throw invalid(where, unreadableOptionsMessage(where));
  }
};

/** A value that throws when it is looked at is none that can be used. */
const passes = (isValid: (value: unknown) => boolean, value: unknown): boolean => {
  try {
    return isValid(value);
  } catch {
    return false;
  }
};

const checkedOption = (option: string, value: unknown, where: string, of: OptionOwner): unknown => {
  if (option === 'basePath') checkBasePath(value, where);
  if (option === 'groups') return checkGroups(value, where);
  if (option === 'clients') return checkedClients(value, where);
  if (option === 'extensions') return checkedExtensions(value, where);
  if (option === 'fleet') return checkedFleet(value, `${where} fleet`);
  if (option === 'local' && passes(isObject, value))
    return checkedOptions(value as object, 'local', `${where} local`);
  if (option === 'events') return checkedOptions(value as object, 'events', `${where} events`);
  for (const [isInRange, range] of rangeOf(option)) {
    if (!passes(isInRange, value))
      throw new OptionRangeError(optionRangeMessage(where, option, range, value));
  }
  const [isOfType, expected] = typeOf(option, of) ?? [];
  if (isOfType !== undefined && !passes(isOfType, value))
    throw invalid(where, optionTypeMessage(where, option, `${expected}`));
  if (option === 'default') return value;
  return CLIENT_CONFIGURATIONS.has(option)
    ? checkedConfiguration(option, value as object, where)
    : copyOfList(value);
};

const checkedConfiguration = (option: string, value: object, where: string): unknown => {
  const [isOfType, expected] = CREDENTIALS;
  const areCredentials = (configuration: unknown): boolean =>
    isOfType((configuration as { readonly credentials?: unknown }).credentials);
  if (!passes(areCredentials, value))
    throw invalid(where, optionTypeMessage(where, `${option}.credentials`, expected));
  return copyOfPlain(value);
};

const CLIENT_CONFIGURATIONS = new Set(['ssm', 'secretsManager', 'sqs']);

const copyOfList = (value: unknown): unknown =>
  passes(Array.isArray, value) ? Object.freeze([...(value as unknown[])]) : value;

/** A configuration that is the instance of a class reads its own members. */
const copyOfPlain = (value: unknown): unknown =>
  Object.getPrototypeOf(value) === Object.prototype ? { ...(value as object) } : value;

const checkBasePath = (basePath: unknown, where: string): void => {
  if (basePath === false || (typeof basePath === 'string' && basePath.startsWith('/'))) return;
  const path = typeof basePath === 'string' ? basePath : `a value of type ${typeof basePath}`;
  throw new InvalidPathError(invalidBasePathMessage(where, path), { names: [path] });
};

const invalid = (where: string, message: string): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [where] });
