import { InvalidDeclarationError } from '../errors/index.js';
import {
  localContentMessage,
  localEntryMessage,
  unknownLocalSectionMessage,
} from '../errors/errors.messages.js';
import { isFields, type Fields } from '../sources/calls/answer-fields.js';
import type { SsmLocalParameter, SsmLocalSecret } from '../options/local-options.interface.js';

/** Parameters and secrets by their whole name. */
export interface LocalContent {
  readonly parameters: ReadonlyMap<string, string | readonly string[]>;
  readonly secrets: ReadonlyMap<string, string>;
}

const PARAMETER = 'a text, or a list of texts without commas';
const SECTIONS = new Set(['parameters', 'secrets']);

/**
 * Checks what a file or the options hold.
 *
 * @param where names it in an error, such as the file
 * @throws `InvalidDeclarationError` for what is neither a parameter nor a secret; its message holds no value
 */
export const localContent = (content: unknown, where: string): LocalContent => {
  if (!isRecord(content)) throw invalid(where, localContentMessage(where));
  const unknown = Object.keys(content).find((section) => !SECTIONS.has(section));
  if (unknown !== undefined) throw invalid(where, unknownLocalSectionMessage(where, unknown));
  const { parameters = {}, secrets = {} } = content;
  if (!isRecord(parameters) || !isRecord(secrets)) throw invalid(where, localContentMessage(where));
  return {
    parameters: new Map(
      Object.entries(parameters).map(([name, value]) => [name, parameterText(value, name, where)]),
    ),
    secrets: new Map(Object.entries(secrets).map(([name, value]) => [name, secretText(value, name, where)])),
  };
};

const parameterText = (value: unknown, name: string, where: string): string | readonly string[] => {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isItem)) return value;
    throw invalid(where, localEntryMessage(where, 'parameter', name, PARAMETER));
  }
  const text = isParameter(value) ? storedText(value) : undefined;
  if (text === undefined) throw invalid(where, localEntryMessage(where, 'parameter', name, PARAMETER));
  return text;
};

const secretText = (value: unknown, name: string, where: string): string => {
  const text = isSecret(value) ? storedText(value) : undefined;
  if (text === undefined)
    throw invalid(where, localEntryMessage(where, 'secret', name, 'a text or an object'));
  return text;
};

/** `undefined` for no text, and for what JSON cannot hold, such as a circle or a `bigint`. */
const storedText = (value: unknown): string | undefined => {
  try {
    return (typeof value === 'string' ? value : JSON.stringify(value)) || undefined;
  } catch {
    return undefined;
  }
};

/** A StringList is stored with commas between its items. */
const isItem = (value: unknown): value is string => typeof value === 'string' && !value.includes(',');

const isRecord = (value: unknown): value is Readonly<Fields> => isFields(value) && !Array.isArray(value);

const isParameter = (value: unknown): value is SsmLocalParameter =>
  isRecord(value) || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

const isSecret = (value: unknown): value is SsmLocalSecret =>
  isRecord(value) || Array.isArray(value) || typeof value === 'string';

const invalid = (where: string, message: string): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [where] });
