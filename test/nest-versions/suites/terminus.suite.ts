import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, type INestApplication } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { SsmCache, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { SsmHealthIndicator, type SsmHealthIndicatorOptions } from 'nestjs-ssm-cache/terminus';
import request from 'supertest';
import { start, type Application } from '../support/application.js';
import { world } from '../support/world.js';

@Injectable()
class Orders {
  @SsmParam('/db/host') readonly host!: string;
  @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;
}

const checked: { options: SsmHealthIndicatorOptions | undefined } = { options: undefined };

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly ssm: SsmHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.ssm.isHealthy('ssm', checked.options)]);
  }
}

const running = (): Promise<Application> =>
  start({
    imports: [TerminusModule.forRoot({ logger: false })],
    controllers: [HealthController],
    providers: [Orders, SsmHealthIndicator],
  });

/** Brings an application into a state. */
const STATES: Readonly<Record<string, (application: Application) => unknown>> = {
  'all is fresh': () => undefined,
  'one refresh failed': async ({ app, store }) => {
    store.failNext('ThrottlingException', 1);
    await refreshed(app);
  },
  'a newer value was rejected': async ({ app, secrets }) => {
    secrets.rotate('prod/db', 'no JSON');
    await refreshed(app);
  },
  'AWS says that a value is gone': async ({ app, store }) => {
    store.delete('/db/host');
    await refreshed(app);
  },
  'AWS refuses a value': async ({ app, store }) => {
    store.deny('/db/host');
    await refreshed(app);
  },
  'the cache is closed': ({ app }) => app.get(SsmCache, { strict: false }).close(),
};

const refreshed = (app: INestApplication): Promise<void> =>
  app
    .get(SsmCache, { strict: false })
    .refresh()
    .catch(() => undefined);

interface Row {
  readonly state: keyof typeof STATES;
  readonly options?: SsmHealthIndicatorOptions;
  readonly http: number;
  /** The status of the page, and of the entry under `ssm`; of the older majors where they differ. */
  readonly page: readonly [page: string, entry: string];
  readonly older?: readonly [page: string, entry: string];
}

const TABLE: readonly Row[] = [
  { state: 'all is fresh', http: 200, page: ['ok', 'up'] },
  { state: 'one refresh failed', http: 200, page: ['ok', 'up'] },
  { state: 'a newer value was rejected', http: 200, page: ['degraded', 'degraded'], older: ['ok', 'up'] },
  { state: 'AWS says that a value is gone', http: 200, page: ['degraded', 'degraded'], older: ['ok', 'up'] },
  { state: 'a newer value was rejected', options: { degraded: 'up' }, http: 200, page: ['ok', 'up'] },
  { state: 'a newer value was rejected', options: { degraded: 'down' }, http: 503, page: ['error', 'down'] },
  { state: 'AWS refuses a value', http: 503, page: ['error', 'down'] },
  { state: 'AWS refuses a value', options: { degraded: 'up' }, http: 503, page: ['error', 'down'] },
  { state: 'the cache is closed', http: 503, page: ['error', 'down'] },
];

describe('The health of the cache in Terminus', () => {
  it.each(TABLE)('is $http where $state $options', async ({ state, options, http, page, older = page }) => {
    const application = await running();
    await STATES[state]?.(application);
    checked.options = options;
    const { status, body } = await request(application.server).get('/health');

    const [ofPage, ofEntry] = world.nest === 12 ? page : older;
    expect([status, body.status, body.details.ssm.status]).toEqual([http, ofPage, ofEntry]);
    const judged = state.includes('rejected') || state.includes('gone') ? 'degraded' : undefined;
    expect(body.details.ssm.state ?? (ofEntry === 'degraded' ? 'degraded' : undefined)).toBe(judged);
    expect(JSON.stringify(body)).not.toMatch(/db\.internal|first|db\/host|prod\/db/);
  });

  it('tells the names where they are asked for, and which client is not answered', async () => {
    const application = await running();
    await STATES['one refresh failed']?.(application);
    checked.options = { names: true };
    const { body } = await request(application.server).get('/health');

    expect(body.details.ssm).toMatchObject({
      entries: 2,
      failing: 1,
      problems: [{ name: '/db/host', error: 'SSM_CACHE_REFRESH' }],
      clients: [
        { source: 'ssm', client: 'default', status: 'failing', lastError: 'ThrottlingException' },
        { source: 'secretsmanager', client: 'default', status: 'up' },
      ],
    });
  });
});
