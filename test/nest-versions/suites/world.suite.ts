import { describe, expect, it } from '@jest/globals';
import { SsmParam } from 'nestjs-ssm-cache';
import { createRequire } from 'node:module';
import { world } from '../support/world.js';

class Probe {
  declared!: string;
}

describe('this run', () => {
  it(`is on Nest ${world.nest}`, () => {
    const load = createRequire(`${process.cwd()}/package.json`);
    for (const name of ['common', 'core', 'platform-express']) {
      const { version } = load(`@nestjs/${name}/package.json`) as { version: string };
      expect(version).toMatch(new RegExp(`^${world.nest}\\.`));
    }
  });

  it(`is compiled by ${world.compiler}, the library too`, () => {
    // Each of the two prints arrow functions in its own way.
    const arrow = world.compiler === 'tsc' ? ') => ' : ')=>';
    expect(String((value: unknown) => value)).toContain(arrow);
    expect(String(SsmParam)).toContain(arrow);
  });

  it(`has class fields that are ${world.definesFields ? 'defined' : 'assigned'}`, () => {
    expect(Object.hasOwn(new Probe(), 'declared')).toBe(world.definesFields);
  });

  it(`is made of ${world.modules} modules`, () => {
    expect(typeof module === 'object').toBe(world.modules === 'commonjs');
  });
});
