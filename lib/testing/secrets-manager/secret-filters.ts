import type { ListSecretsInput } from '../interfaces/secrets-manager.interface.js';
import { invalidParameter } from './secret-errors.js';
import type { StoredSecret } from './stored-secret.js';

const MAX_FILTERS = 10;

type Texts = (secret: StoredSecret) => readonly string[];

/** By key: the texts of a secret that a value is compared with. No secret here is owned by a service. */
const TEXTS: Readonly<Record<string, Texts>> = {
  name: ({ name }) => [name],
  description: ({ description }) => (description === undefined ? [] : [description]),
  'tag-key': ({ tags }) => [...tags.keys()],
  'tag-value': ({ tags }) => [...tags.values()],
  'primary-region': ({ arn }) => arn.split(':').slice(3, 4),
};

/**
 * One predicate of the filters: filters are ANDed, values of one filter ORed. A value is the beginning of a text,
 * for descriptions of a word; `!` negates it. Only descriptions are compared without regard to case.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
 */
export function secretFilter(filters: ListSecretsInput['Filters'] = []): (secret: StoredSecret) => boolean {
  if (filters.length > MAX_FILTERS) {
    throw invalidParameter('The filter list has too many filters. You can include up to 10 filters.');
  }
  return (secret) =>
    filters.every(({ Key = 'all', Values = [] }) => Values.some((value) => matches(secret, Key, value)));
}

function matches(secret: StoredSecret, key: string, value: string): boolean {
  if (value.startsWith('!')) return !matches(secret, key, value.slice(1));
  if (key === 'all') return Object.keys(TEXTS).some((one) => matches(secret, one, value));
  const texts = TEXTS[key]?.(secret) ?? [];
  if (key !== 'description') return texts.some((text) => text.startsWith(value));
  const words = texts.flatMap((text) => text.toLowerCase().split(/\s+/));
  return words.some((word) => word.startsWith(value.toLowerCase()));
}
