import { Controller, Get, Header } from '@nestjs/common';
import { SsmCache, type SsmCacheEntrySnapshot } from 'nestjs-ssm-cache';
import type { RequestSecond } from '../metrics/recent-seconds.js';
import { RequestMetrics, type RequestCounts } from '../metrics/request-metrics.js';
import { RotationService } from '../rotation/rotation.service.js';
import { SigningKeyRotation } from '../rotation/signing-key-rotation.js';
import { SettingsChanges, type SettingChange } from '../settings/settings-changes.js';

interface DashboardStatus {
  readonly entries: SsmCacheEntrySnapshot[];
  readonly requests: RequestCounts;
  readonly seconds: readonly RequestSecond[];
  /** The second that goes on, since the epoch. */
  readonly now: number;
  readonly rotations: { readonly password: number; readonly key: number };
  readonly changes: readonly SettingChange[];
}

/** What the page at `/` asks for every second. Neither a snapshot of the cache nor a change ever has a value in it. */
@Controller('status')
export class DashboardController {
  constructor(
    private readonly cache: SsmCache,
    private readonly metrics: RequestMetrics,
    private readonly rotation: RotationService,
    private readonly signingKey: SigningKeyRotation,
    private readonly changes: SettingsChanges,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  status(): DashboardStatus {
    return {
      entries: this.cache.inspect(),
      requests: this.metrics.counts,
      seconds: this.metrics.seconds,
      now: Math.floor(Date.now() / 1_000),
      rotations: { password: this.rotation.count, key: this.signingKey.count },
      changes: this.changes.newest,
    };
  }
}
