import { Injectable } from '@nestjs/common';
import { SsmParams, SsmParameterTree } from 'nestjs-ssm-cache';
import { settingsSchema as schema, type Settings } from './settings.schema.js';

/**
 * All that is under `/settings`, as one object: frozen, and changed as a whole. Change a parameter, and once `maxAge` has
 * passed it is read. If what is read does not fit the schema, all of it stays as it was.
 */
@Injectable()
export class SettingsService {
  @SsmParams('/settings', { schema }) readonly current!: Settings;

  /** A promise: awaiting it never gives settings older than `maxAge`, while `current` gives the last known at once. */
  @SsmParams('/settings', { schema }) readonly upToDate!: Promise<Settings>;

  /** The same settings, to be refreshed on demand. */
  @SsmParams('/settings', { schema }) readonly tree!: SsmParameterTree<Settings>;
}
