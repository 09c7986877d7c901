import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Param,
  type INestApplication,
  type INestApplicationContext,
} from '@nestjs/common';
import { RefreshOnError, SsmSecret } from 'nestjs-ssm-cache';
import { InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeAll, startApplication } from '../support/application.js';
import { makeCache } from '../support/make-cache.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const CALLS = 1_000;
const PATIENCE = 600_000;

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class Repository {
  @SsmSecret('db') private readonly password!: string;
  readonly tries = new Map<string, number>();
  reconnects = 0;
  #allHaveBegun!: () => void;
  readonly #all = new Promise<void>((resolve) => (this.#allHaveBegun = resolve));

  @RefreshOnError({ on: (error) => error.code === '28P01', onRefresh: 'reconnect' })
  async find(id: string): Promise<string> {
    const { password } = this;
    this.tries.set(id, (this.tries.get(id) ?? 0) + 1);
    if (this.tries.size === CALLS) this.#allHaveBegun();
    await this.#all;
    if (password !== 'new')
      throw Object.assign(new Error('password authentication failed'), { code: '28P01' });
    return id;
  }

  protected reconnect(): void {
    this.reconnects += 1;
  }
}

@Controller()
class OrdersController {
  constructor(private readonly repository: Repository) {}

  @Get(':id')
  find(@Param('id') id: string): Promise<string> {
    return this.repository.find(id);
  }
}

const status = (url: string, agent: Agent): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject);
  });

describe('1,000 handlers that fail at once', () => {
  it(
    'share one refresh and one reconnect, and each is repeated once',
    async () => {
      const secretsManager = new InMemorySecretsManager({ db: 'old' });
      const module = await startApplication({
        providers: [Repository],
        controllers: [OrdersController],
        secretsManager,
      });
      const application: INestApplication = module.createNestApplication({ logger: false });
      running.push(application, module);
      await application.listen(0, '127.0.0.1');
      const { port } = application.getHttpServer().address() as AddressInfo;
      const repository = application.get(Repository);
      const loads = secretsManager.callsOf('GetSecretValue').length;
      secretsManager.rotate('db', 'new');

      const agent = new Agent({ keepAlive: true });
      const statuses = await Promise.all(
        Array.from({ length: CALLS }, (_, id) => status(`http://127.0.0.1:${port}/${id}`, agent)),
      );
      agent.destroy();

      expect(new Set(statuses)).toEqual(new Set([200]));
      expect(repository.reconnects).toBe(1);
      const refreshes = secretsManager.callsOf('GetSecretValue').length - loads;
      const repeats = [...repository.tries.values()].map((tries) => tries - 1);
      expect(repeats).toHaveLength(CALLS);
      report({
        row: '1,000 simultaneous failing calls',
        figure: `${refreshes} refresh; ${Math.min(...repeats)} to ${Math.max(...repeats)} repeats per call`,
        holds: refreshes === 1 && repeats.every((repeat) => repeat === 1),
      });
    },
    PATIENCE,
  );
});

describe('An endless stream of failing calls', () => {
  it.each([
    { does: 'answers what is known already', answer: 'old' },
    { does: 'never answers', answer: 'none' },
    { does: 'rotates all the time', answer: 'new' },
  ])(
    'is bounded when AWS $does',
    async ({ answer }) => {
      const MINUTES = scaled(10, 1);
      const CALLS_A_SECOND = 1_000;
      const TICKS_A_SECOND = 20;
      const MIN_REFRESH_INTERVAL = 2;
      const { cache, runtime, vault, secrets } = makeCache({
        maxAge: 300,
        minRefreshInterval: MIN_REFRESH_INTERVAL,
      });
      secrets.put('db', 'old');
      const password = cache.secret('db');
      await password.get();
      const departures: number[] = [];
      let version = 0;
      vault.instead = () => {
        departures.push(runtime.clock.now().monotonic);
        if (answer === 'none') return new Promise(() => {});
        version += 1;
        const text = answer === 'new' ? `new ${version}` : 'old';
        return { Name: 'db', SecretString: text, VersionId: text };
      };
      let pending = 0;
      let mostPending = 0;
      let mostTimers = 0;
      let settled = 0;
      const call = password.refreshOnError(async () => {
        throw new Error('28P01');
      });
      const seconds = MINUTES * 60;
      for (let tick = 0; tick < seconds * TICKS_A_SECOND; tick += 1) {
        for (let index = 0; index < CALLS_A_SECOND / TICKS_A_SECOND; index += 1) {
          pending += 1;
          void call().catch(() => {
            pending -= 1;
            settled += 1;
          });
        }
        await runtime.advance(1 / TICKS_A_SECOND);
        mostPending = Math.max(mostPending, pending);
        mostTimers = Math.max(mostTimers, runtime.timers);
      }
      await runtime.advance(20);
      const gaps = departures.slice(1).map((at, index) => (at - (departures[index] as number)) / 1_000);

      expect(pending).toBe(0);
      expect(settled).toBe(seconds * CALLS_A_SECOND);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MIN_REFRESH_INTERVAL - 0.001);
      expect(departures.length).toBeGreaterThan(seconds / 20);
      expect(mostTimers).toBeLessThanOrEqual(3);
      // Each call is repeated once: it waits for the refresh that is under way, for the interval, and for the next.
      expect(mostPending).toBeLessThanOrEqual(CALLS_A_SECOND * 2 * (MIN_REFRESH_INTERVAL + 2 * 5));
      cache.close();
    },
    PATIENCE,
  );
});
