import { Injectable } from '@nestjs/common';
import { OnSsmChange, type SsmCacheChange } from 'nestjs-ssm-cache';

const MOST = 8;

/** A setting that has changed: when, and from which version to which. No value is in it. */
export interface SettingChange {
  readonly at: string;
  readonly name: string;
  readonly previousVersion: number | string | undefined;
  readonly version: number | string | undefined;
}

/** Notes the changes of the settings, for the page. Nobody has to read a setting: AWS tells of its changes. */
@Injectable()
export class SettingsChanges {
  private changes: readonly SettingChange[] = [];

  /** The newest first. */
  get newest(): readonly SettingChange[] {
    return this.changes;
  }

  @OnSsmChange('/settings')
  note({ parameters = [] }: SsmCacheChange): void {
    const at = new Date().toISOString();
    const changes = parameters.map(({ name, previousVersion, version }) => ({
      at,
      name,
      previousVersion,
      version,
    }));
    this.changes = [...changes, ...this.changes].slice(0, MOST);
  }
}
