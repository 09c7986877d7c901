import { randomUUID } from 'node:crypto';
import type { INestApplication, Type } from '@nestjs/common';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AuthGuard } from '@nestjs/passport';
import { Test } from '@nestjs/testing';
import { SECRETS_MANAGER_CLIENT, SsmCache, SsmCacheModule } from 'nestjs-ssm-cache';
import { InMemorySecretsManager } from 'nestjs-ssm-cache/testing';

/** The class of the recipe for `@nestjs/jwt`. */
export interface Tokens {
  sign(payload: object): Promise<string>;
  verify(token: string): Promise<{ readonly sub: string }>;
}

/** The signing key of a service, rotated in the order of steps of AWS's own templates. */
export class SigningKey {
  readonly secrets: InMemorySecretsManager;
  #pending = '';
  #versions = 0;

  constructor(clock?: () => number) {
    this.secrets = new InMemorySecretsManager({}, clock === undefined ? {} : { clock });
    this.secrets.put('prod/jwt', this.#next());
  }

  /** `createSecret`: the new version is AWSPENDING. */
  async create(): Promise<void> {
    this.#pending = randomUUID();
    await this.secrets.putSecretValue({
      SecretId: 'prod/jwt',
      SecretString: this.#next(),
      VersionStages: ['AWSPENDING'],
      ClientRequestToken: this.#pending,
    });
  }

  /** `finishSecret`: it becomes AWSCURRENT, and keeps AWSPENDING until the next rotation. */
  async finish(): Promise<void> {
    const { VersionId = '' } = await this.secrets.getSecretValue({ SecretId: 'prod/jwt' });
    await this.secrets.updateSecretVersionStage({
      SecretId: 'prod/jwt',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: this.#pending,
      RemoveFromVersionId: VersionId,
    });
  }

  #next(): string {
    this.#versions += 1;
    return `a long and random key, version ${this.#versions}`;
  }
}

/** One instance of a service that signs and verifies, and how often it has refreshed its keys. */
export interface Instance {
  readonly app: INestApplication;
  readonly tokens: Tokens;
  readonly cache: SsmCache;
  refreshes(): number;
}

/**
 * An instance of a service with the recipes as their pages have them.
 *
 * @param strategy the class of the recipe for `passport-jwt`; Passport keeps one for the whole process
 * @param runtime in place of the clock and the timers of the system
 */
export const startInstance = async (
  key: SigningKey,
  recipe: Type<Tokens>,
  { strategy, runtime }: { readonly strategy?: Type; readonly runtime?: object } = {},
): Promise<Instance> => {
  @Controller()
  @UseGuards(AuthGuard('jwt'))
  class Orders {
    @Get()
    find(): string {
      return 'orders';
    }
  }
  let refreshes = 0;
  const counter = { name: 'counter', events: { refreshSettled: () => void (refreshes += 1) } };
  const testing = Test.createTestingModule({
    imports: [SsmCacheModule.forRoot({ extensions: [counter] }), JwtModule.register({})],
    providers: [recipe, ...(strategy === undefined ? [] : [strategy])],
    controllers: strategy === undefined ? [] : [Orders],
  });
  testing.overrideProvider(SECRETS_MANAGER_CLIENT).useValue(key.secrets);
  if (runtime !== undefined) testing.overrideProvider('SSM_CACHE:RUNTIME').useValue(runtime);
  const app = (await testing.compile()).createNestApplication();
  await app.init();
  return { app, tokens: app.get(recipe), cache: app.get(SsmCache), refreshes: () => refreshes };
};
