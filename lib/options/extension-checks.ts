import { InvalidDeclarationError } from '../errors/index.js';
import { extensionsNotAListMessage, invalidExtensionMessage } from '../errors/errors.messages.js';
import { CACHE_EVENTS } from '../runtime/cache-events.js';
import type { SsmCacheExtension } from './extension.interface.js';

type Members = Readonly<Record<string, unknown>>;

const SOURCES_OF_AWS = ['ssm', 'secretsmanager'];

/**
 * A frozen copy of the list of extensions.
 *
 * @throws `InvalidDeclarationError` for what is no list, and for the first extension that cannot work
 */
export const checkedExtensions = (extensions: unknown, where: string): readonly SsmCacheExtension[] => {
  if (!Array.isArray(extensions)) {
    throw new InvalidDeclarationError(extensionsNotAListMessage(where), { names: [where] });
  }
  const names = new Set<string>();
  const sources = new Set<string>(SOURCES_OF_AWS);
  for (const [index, extension] of extensions.entries()) {
    const reason = faultOf(extension, names, sources);
    if (reason === undefined) continue;
    const name = nameOf(extension) ?? `number ${index + 1}`;
    throw new InvalidDeclarationError(invalidExtensionMessage(where, name, reason), { names: [name] });
  }
  return Object.freeze([...(extensions as SsmCacheExtension[])]);
};

/** What is wrong with an extension; takes note of its name and its sources. */
const faultOf = (extension: unknown, names: Set<string>, sources: Set<string>): string | undefined => {
  try {
    if (!isObject(extension)) return 'it has to be an object with a "name"';
    const name = nameOf(extension);
    if (name === undefined) return '"name" has to be a text that is not empty';
    if (names.has(name)) return 'another extension has this name';
    names.add(name);
    return (
      methodFault(extension) ?? eventsFault(extension.events) ?? sourcesFault(extension.sources, sources)
    );
  } catch {
    return 'it throws when it is looked at';
  }
};

const methodFault = (extension: Members): string | undefined => {
  const wrong = ['wrap', 'watch', 'beforeCall'].find((method) => isNeither(extension[method]));
  return wrong && `"${wrong}" has to be a function`;
};

const eventsFault = (events: unknown): string | undefined => {
  if (events === undefined) return undefined;
  if (!isObject(events)) return '"events" has to be an object of functions';
  const wrong = CACHE_EVENTS.find((event) => isNeither(events[event]));
  return wrong && `"events.${wrong}" has to be a function`;
};

const sourcesFault = (given: unknown, known: Set<string>): string | undefined => {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) return '"sources" has to be a list';
  for (const source of given as unknown[]) {
    const name = nameOf(source);
    if (!isSource(source) || name === undefined)
      return 'each source has to have a "name" and a function "fetch"';
    if (known.has(name))
      return `there is a source "${name}" already: return another one from "wrap" to replace it`;
    known.add(name);
  }
  return undefined;
};

export const isSource = (source: unknown): boolean => isObject(source) && typeof source.fetch === 'function';

const isNeither = (member: unknown): boolean => member !== undefined && typeof member !== 'function';

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (named: unknown): string | undefined => {
  const name = isObject(named) ? named.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
};
