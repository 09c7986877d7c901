import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  InjectSsmSecret,
  SecretsManagerParameter,
  SecretVersions,
  SsmCache,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemorySecretsManager, SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';
import { Test } from '@nestjs/testing';

const versions = ['AWSCURRENT', 'AWSPREVIOUS'] as const;

@Injectable()
class Keys {
  @SsmSecret('prod/jwt', { versions }) readonly plain!: SecretVersions<string>;
  @SsmSecret('prod/jwt', { versions }) private readonly fresh!: Promise<SecretVersions<string>>;
  @SsmSecret('prod/jwt', { versions }) readonly handle!: SecretsManagerParameter<SecretVersions<string>>;
  readonly atStart: string;

  constructor(
    @InjectSsmSecret('prod/jwt', { versions })
    injected: SecretsManagerParameter<SecretVersions<string>>,
  ) {
    this.atStart = injected.value.current;
  }

  async all(): Promise<readonly (readonly unknown[])[]> {
    const read = [this.plain, await this.fresh, this.handle.value];
    return read.map(({ current, previous }) => [current, previous]);
  }
}

describe('several versions of a secret', () => {
  it('are held by properties of each kind, and by an injected handle', async () => {
    const module = await Test.createTestingModule({
      imports: [SsmCacheTestingModule.register({ secrets: { 'prod/jwt': 'first' } })],
      providers: [Keys],
    }).compile();
    const keys = module.get(Keys);

    module.get(InMemorySecretsManager).rotate('prod/jwt', 'second');
    await module.get(SsmCache).refresh();

    expect(keys.atStart).toBe('first');
    expect(await keys.all()).toEqual([
      ['second', 'first'],
      ['second', 'first'],
      ['second', 'first'],
    ]);
    await module.close();
  });
});
