import type { InMemoryParameterStoreOptions } from '../interfaces/parameter-store.interface.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import type { ParameterTable } from './parameter-table.js';
import type { SecretReferences } from './secret-reference.js';

/** What the operations of Parameter Store work on. */
export interface ParameterStoreContext {
  readonly settings: ServiceSettings;
  readonly table: ParameterTable;
  readonly secrets: SecretReferences;
  readonly duplicateNames: NonNullable<InMemoryParameterStoreOptions['duplicateNames']>;
}
