import type { ServiceSettings } from '../shared/service-settings.js';
import type { SecretReader } from './secret-reader.js';
import type { SecretTable } from './secret-table.js';

/** What the operations of Secrets Manager work on. */
export interface SecretsManagerContext {
  readonly settings: ServiceSettings;
  readonly table: SecretTable;
  readonly reader: SecretReader;
}
