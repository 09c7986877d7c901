import { Injectable } from '@nestjs/common';
import { SsmParam, SsmParams, SsmParameter } from 'nestjs-ssm-cache';

interface Limits {
  readonly limits: { readonly region: string };
}

/** A service as users write it; Nest makes it. */
@Injectable()
export class BoundService {
  @SsmParam('/bench/host') host!: string;
  @SsmParam('/bench/port') port!: number;
  @SsmParam('/bench/user', { group: 'database' }) user!: string;
  @SsmParams('/bench/settings') settings!: Limits;
  @SsmParam('/bench/host') later!: Promise<string>;
  @SsmParam('/bench/host') handle!: SsmParameter<string>;
  /** What stands beside bound properties. */
  readonly neighbour = 'db.internal';
}

/** The same without the cache. */
@Injectable()
export class RawService {
  host = 'db.internal';
  port = 5_432;
  user = 'orders';
  settings: Limits = { limits: { region: 'eu-west-1' } };
  later = Promise.resolve('db.internal');
}

export const PARAMETERS = {
  '/bench/host': 'db.internal',
  '/bench/port': '5432',
  '/bench/user': 'orders',
  '/bench/settings/limits/region': 'eu-west-1',
};
