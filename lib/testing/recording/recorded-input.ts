import { deeply, eachItem, eachMember, type Step } from './deeply.js';
import {
  isJsonObject,
  mapItemsDeeply,
  mapMembers,
  mapMembersDeeply,
  toTaggedJson,
  type Json,
  type JsonObject,
  type JsonStep,
} from './tagged-json.js';

const NAMING = ['Name', 'Names', 'Path', 'SecretId', 'SecretIdList'] as const;
const VERSIONS = ['VersionId', 'VersionStage', 'VersionStages', 'ParameterVersion', 'Labels'];
const MOVES = ['MoveToVersionId', 'RemoveFromVersionId'];
const FILTERS = ['ParameterFilters', 'Filters', 'Key', 'Option', 'Values', 'Recursive', 'Shared'];
const PAGES = ['MaxResults', 'NextToken', 'SortOrder', 'IncludeDeprecated', 'IncludePlannedDeletion'];
const KINDS = ['WithDecryption', 'Type', 'Tier', 'DataType', 'KeyId', 'KmsKeyId', 'Overwrite'];
const DELETIONS = ['RecoveryWindowInDays', 'ForceDeleteWithoutRecovery'];

/** The members of inputs that tell what is asked for. All others may be, or hold, a value. */
const TELLING = new Set([
  ...NAMING,
  ...VERSIONS,
  ...MOVES,
  ...FILTERS,
  ...PAGES,
  ...KINDS,
  ...DELETIONS,
]) as ReadonlySet<string>;

/** What is made up anew for each call, by the SDK or its middleware. */
const isMadeUp = (member: string): boolean => member === 'ClientRequestToken' || /^[$_]/.test(member);

/** Whether a member of an input tells what is asked for, and never is a value. */
export const isTelling = (member: string): boolean => TELLING.has(member);

/** An input for the record, values included. */
export function recordedInput(input: unknown): JsonObject {
  const json = toTaggedJson(input);
  if (json === undefined || !isJsonObject(json)) return {};
  return mapMembers(json, (value, member) => (isMadeUp(member) ? undefined : value));
}

/** An input as it may be shown: a value is `***`. */
export const shownInput = (input: JsonObject): JsonObject => deeply(shown(input)) as JsonObject;

/**
 * The same text for inputs that ask for the same, whatever the order of names, filters and members. Values have no
 * part in it, and `false` is as good as absent: no flag of these operations is set by default.
 */
export const inputKey = (input: JsonObject): string => deeply(canonical(shownInput(input))) ?? '';

/** The names, paths and ids that an input asks for. */
export const namesOf = (input: JsonObject): readonly string[] =>
  NAMING.flatMap((member) => input[member] ?? []).filter((name) => typeof name === 'string');

function shown(value: Json): JsonStep {
  if (Array.isArray(value)) return mapItemsDeeply(value as readonly Json[], shown);
  if (!isJsonObject(value)) return { result: value };
  return mapMembersDeeply(value, (item, member) => (isTelling(member) ? shown(item) : { result: '***' }));
}

/** `undefined` is what a member that is absent, or as good as absent, comes to. */
function canonical(value: Json): Step<string | undefined> {
  if (Array.isArray(value)) {
    return eachItem(
      value as readonly Json[],
      canonical,
      (items) => `[${joined(items.map(String).toSorted())}]`,
    );
  }
  if (!isJsonObject(value)) return { result: JSON.stringify(value) };
  return eachMember(
    value,
    Object.keys(value),
    (member) => (member === false ? { result: undefined } : canonical(member)),
    (members) => {
      const there = members.filter(([, member]) => member !== undefined);
      return `{${joined(there.map(([name, member]) => `${JSON.stringify(name)}:${member}`))}}`;
    },
  );
}

/** `join()` would copy all of the text at each level. */
const joined = (texts: readonly (string | undefined)[]): string =>
  texts.reduce<string>((all, text) => `${all}${text},`, '');
