import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Scope,
  UseGuards,
  type CanActivate,
  type INestApplication,
  type LoggerService,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  OnSsmChange,
  RefreshOnError,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmParams,
  SsmSecret,
  type SsmCacheChange,
  type SsmCacheModuleOptions,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { setTimeout as sleep } from 'node:timers/promises';

const told: [method: string, change: SsmCacheChange, seen?: unknown][] = [];

@Injectable()
class Features {
  @SsmParam('/log/level') readonly level!: string;
  @SsmParams('/features', { optional: true }) readonly features!: Readonly<Record<string, string>>;
  @SsmSecret('prod/db') private readonly password!: string;
  @SsmParam('/db/host', { group: 'database' }) readonly host!: string;
  @SsmSecret('prod/db', { group: 'database' }) readonly groupPassword!: string;

  @OnSsmChange('level')
  onLevel(change: SsmCacheChange) {
    told.push(['level', change, this.level]);
  }

  @OnSsmChange('/features')
  onFeatures(change: SsmCacheChange) {
    told.push(['features', change, { ...this.features }]);
  }

  @OnSsmChange({ secret: 'prod/db' })
  protected onPassword(change: SsmCacheChange) {
    told.push(['password', change, this.password]);
  }

  @OnSsmChange({ group: 'database' })
  async onDatabase(change: SsmCacheChange) {
    told.push(['group', change, [this.host, this.groupPassword]]);
  }
}

/** Declares nothing, and hears of what others declare. */
@Injectable()
class Pricing {
  @OnSsmChange('/log')
  onAnyLog(change: SsmCacheChange) {
    told.push(['log', change]);
  }

  @OnSsmChange({ parameter: '/log/level' }, { initial: true })
  async onLogLevel(change: SsmCacheChange) {
    await sleep(5);
    if (change.previousVersion === undefined) told.push(['initial', change]);
  }
}

const opened: INestApplication[] = [];
afterEach(() => Promise.all(opened.splice(0).map((app) => app.close())));

const lines: string[] = [];
const note =
  (level: string) =>
  (message: unknown): void =>
    void lines.push(`${level} ${String(message)}`);
const logger: LoggerService = { log: note('log'), warn: note('warn'), error: note('error') };

const running = async (
  providers: readonly (new (...args: never[]) => object)[],
  controllers: readonly (new (...args: never[]) => object)[] = [],
  options: SsmCacheModuleOptions = {},
) => {
  told.length = lines.length = 0;
  const ssmClient = new InMemoryParameterStore({
    '/log/level': 'info',
    '/log/format': 'text',
    '/features/a': 'off',
    '/db/host': 'h1',
  });
  const secretsManagerClient = new InMemorySecretsManager({ 'prod/db': 'p1' });
  const module = await Test.createTestingModule({
    imports: [
      SsmCacheModule.forRoot({
        ssmClient,
        secretsManagerClient,
        groups: { database: {} },
        minRefreshInterval: 0,
        ...options,
      }),
    ],
    providers: [...providers],
    controllers: [...controllers],
  })
    .setLogger(logger)
    .compile();
  const app = await module.createNestApplication().init();
  opened.push(app);
  const refresh = async () => {
    await app.get(SsmCache, { strict: false }).refresh();
    // Methods are called at the end of the turn.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ssmClient, secretsManagerClient, refresh };
};

describe('@OnSsmChange()', () => {
  it('calls a method once for each change, with the new value in place', async () => {
    const { ssmClient, refresh } = await running([Features]);
    await refresh();
    expect(told).toEqual([]);

    ssmClient.put('/log/level', 'debug');
    await refresh();
    await refresh();
    expect(told).toEqual([['level', { name: '/log/level', previousVersion: 1, version: 2 }, 'debug']]);
  });

  it('calls it once, however many names under a path or in a group changed together', async () => {
    const { ssmClient, secretsManagerClient, refresh } = await running([Features]);
    ssmClient.put('/features/a', 'on');
    ssmClient.put('/features/b', 'on');
    ssmClient.put('/db/host', 'h2');
    const version = secretsManagerClient.rotate('prod/db', 'p2');
    await refresh();

    const calls = new Map(told.map(([method, change, seen]) => [method, { change, seen }]));
    expect(told.map(([method]) => method).toSorted()).toEqual(['features', 'group', 'password']);
    expect(calls.get('features')).toMatchObject({
      change: { name: '/features', parameters: [{ name: '/features/a' }, { name: '/features/b' }] },
      seen: { a: 'on', b: 'on' },
    });
    expect(calls.get('password')).toMatchObject({ change: { name: 'prod/db', version }, seen: 'p2' });
    expect(calls.get('group')).toMatchObject({
      change: { name: 'database', parameters: [{ name: '/db/host' }, { name: 'prod/db' }] },
      seen: ['h2', 'p2'],
    });
    expect(JSON.stringify(told.map(([, change]) => change))).not.toMatch(/p2|h2|"on"/);
  });

  it('hears of what other classes declare, also under a path, and at the start', async () => {
    @Injectable()
    class Format {
      @SsmParam('/log/format') readonly format!: string;
    }
    const { ssmClient, refresh } = await running([Features, Pricing, Format]);
    expect(told).toEqual([['initial', { name: '/log/level', previousVersion: undefined, version: 1 }]]);

    ssmClient.put('/log/level', 'debug');
    ssmClient.put('/log/format', 'json');
    await refresh();
    const [log, ...others] = told.filter(([method]) => method === 'log');
    expect(others).toEqual([]);
    expect(log?.[1]).toEqual({
      name: '/log',
      previousVersion: undefined,
      version: undefined,
      parameters: [
        { name: '/log/level', previousVersion: 1, version: 2 },
        { name: '/log/format', previousVersion: 1, version: 2 },
      ],
    });
  });

  it('needs nobody who reads', async () => {
    const { ssmClient } = await running([Features], [], { maxAge: 0.1, minRefreshInterval: 0 });
    ssmClient.put('/log/level', 'debug');
    for (let waits = 0; told.length === 0 && waits < 200; waits += 1) await sleep(25);

    expect(told.map(([method, , seen]) => [method, seen])).toEqual([['level', 'debug']]);
    await opened.pop()?.close();
    const calls = ssmClient.calls.length;
    await sleep(300);
    expect(ssmClient.calls.length).toBe(calls);
  });

  it('has what throws or rejects in the log, without its error, and goes on', async () => {
    let calls = 0;
    @Injectable()
    class Failing {
      @SsmParam('/log/level') readonly level!: string;

      @OnSsmChange('level', { initial: true })
      onLevel() {
        calls += 1;
        throw new Error(`canary ${this.level}`);
      }

      @OnSsmChange('level')
      async onLevelLater() {
        calls += 1;
        throw new Error(`canary ${this.level}`);
      }
    }
    const { ssmClient, refresh } = await running([Failing]);
    ssmClient.put('/log/level', 'debug');
    await refresh();
    ssmClient.put('/log/level', 'error');
    await refresh();

    const errors = lines.filter((line) => line.startsWith('error'));
    expect(calls).toBe(5);
    expect(errors).toHaveLength(5);
    expect(errors[0]).toContain('Failing.onLevel, which listens to "level", threw an error.');
    expect(lines.join()).not.toContain('canary');
  });

  it('warns at the start of a provider that is made for each request, and calls it never', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest {
      @SsmParam('/log/level') readonly level!: string;
      constructor(@Inject(REQUEST) readonly request: unknown) {}

      @OnSsmChange('level')
      onLevel() {
        told.push(['per request', { name: '', previousVersion: 0, version: 0 }]);
      }
    }
    const { ssmClient, refresh } = await running([PerRequest]);
    expect(lines.filter((line) => line.startsWith('warn'))).toEqual([
      'warn @OnSsmChange on PerRequest.onLevel is never called: "PerRequest" is made for each request, and there is no request when a value changes. Move the method to a provider of the default scope.',
    ]);
    ssmClient.put('/log/level', 'debug');
    await refresh();
    expect(told).toEqual([]);
  });

  it('is heard by controllers, guards, transient providers and subclasses, each instance once', async () => {
    const heard: string[] = [];
    class Base {
      @SsmParam('/log/level') readonly level!: string;

      @OnSsmChange('level')
      onLevel() {
        heard.push(this.constructor.name);
      }
    }
    @Injectable()
    class Guard extends Base implements CanActivate {
      canActivate() {
        return true;
      }
    }
    @Injectable({ scope: Scope.TRANSIENT })
    class Transient extends Base {
      override onLevel() {
        heard.push(`Transient ${this.level}`);
      }
    }
    @Injectable()
    class First {
      constructor(readonly one: Transient) {}
    }
    @Injectable()
    class Second {
      constructor(readonly one: Transient) {}
    }
    @Controller()
    @UseGuards(Guard)
    class Page extends Base {
      @Get()
      page() {
        return this.level;
      }
    }
    const { ssmClient, refresh } = await running([First, Second, Transient], [Page]);
    ssmClient.put('/log/level', 'debug');
    await refresh();

    expect(heard.toSorted()).toEqual(['Guard', 'Page', 'Transient debug', 'Transient debug']);
  });

  it('lives with other decorators on its method', async () => {
    let failures = 1;
    @Injectable()
    class Both {
      @SsmParam('/log/level') readonly level!: string;

      @OnSsmChange('level')
      @RefreshOnError()
      async onLevel() {
        failures -= 1;
        if (failures >= 0) throw new Error('once');
        told.push(['both', { name: '', previousVersion: 0, version: 0 }, this.level]);
      }
    }
    const { ssmClient, refresh } = await running([Both]);
    ssmClient.put('/log/level', 'debug');
    await refresh();
    await sleep(20);

    expect(told.map(([, , seen]) => seen)).toEqual(['debug']);
  });

  const refused = (target: string | object, providers: readonly (new () => object)[] = []) => {
    @Injectable()
    class Listening {
      @SsmParam('/log/level') readonly level!: string;
      @OnSsmChange(target as string)
      onChange() {}
    }
    return running([Listening, ...providers]).then(
      () => '',
      ({ message }: Error) => message,
    );
  };

  it.each([
    ['levle', /@OnSsmChange on Listening\.onChange names "levle".*Did you mean "level"/],
    ['/features', /names "\/features", which is no decorated property.*\/log\/level/],
    [{ secret: 'prod/db' }, /names the secret "prod\/db", which no class of the application declares/],
    [{ parameter: '/x' }, /names the parameter "\/x", which no class of the application declares/],
    [{ parameter: 'level' }, /names the parameter "level", which no class of the application declares/],
    [{ group: 'databse' }, /names a group.*"database"/],
  ])('keeps an application from starting that has no %j', async (target, message) => {
    expect(await refused(target)).toMatch(message);
  });

  it.each<[target: unknown, options: any]>([
    ['', {}],
    [3, {}],
    [{ group: '' }, {}],
    [{ secret: 'a', group: 'b' }, {}],
    ['level', { initial: 1 }],
    ['level', { first: true }],
  ])('is refused with %j and %j', (target, options) => {
    const decorate = () => {
      class Listening {
        @OnSsmChange(target as string, options)
        onChange() {}
      }
      return Listening;
    };
    expect(decorate).toThrow(expect.objectContaining({ code: 'SSM_CACHE_INVALID_DECLARATION' }));
  });
});
