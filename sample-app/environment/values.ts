import { randomBytes } from 'node:crypto';
import { BASE_PATH } from './names.js';

/** What the service reads beside its database. */
export const DEFAULT_SETTINGS = {
  [`${BASE_PATH}/settings/max-quantity`]: '100',
  [`${BASE_PATH}/settings/currencies`]: ['EUR', 'GBP', 'USD'],
  [`${BASE_PATH}/settings/free-shipping`]: 'true',
  [`${BASE_PATH}/settings/support-email`]: 'support@shop.example',
};

/** A key that signs tokens, as long as the hash of HS256. */
export const newSigningKey = (): string => randomBytes(32).toString('base64url');

/** Where the service finds its database. */
export const databaseParameters = (database: URL): Record<string, string> => ({
  [`${BASE_PATH}/db/host`]: database.hostname,
  [`${BASE_PATH}/db/port`]: database.port || '5432',
  [`${BASE_PATH}/db/name`]: decodeURIComponent(database.pathname.slice(1)) || 'postgres',
});
