import { Injectable } from '@nestjs/common';
import { SsmParams, SsmParameterTree } from 'nestjs-ssm-cache';
import { settingsSchema as schema, type Settings } from './settings.schema.js';

/**
 * All that is under `/settings`, as one object: frozen, and changed as a whole. Change a parameter: the event of AWS has it
 * read at once. Without events it is read when `maxAge` has passed. If what is read does not fit the schema, all of it stays
 * as it was.
 */
@Injectable()
export class SettingsService {
  @SsmParams('/settings', { schema }) readonly current!: Settings;

  /** The same settings, to be refreshed on demand. */
  @SsmParams('/settings', { schema }) readonly tree!: SsmParameterTree<Settings>;
}
