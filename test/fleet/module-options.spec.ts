import { describe, expect, it } from '@jest/globals';
import { SsmCacheModule } from 'nestjs-ssm-cache';
import { InMemoryFleetStore } from 'nestjs-ssm-cache/testing';

describe('The options of a fleet', () => {
  it('are refused by forRoot(), too', () => {
    const client = new InMemoryFleetStore();

    expect(() => SsmCacheModule.forRoot({ fleet: { client } as never })).toThrow(
      'forRoot() fleet: "namespace"',
    );
  });
});
