import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { rejection } from '../../support/make-cache.js';

const fail = (): never => {
  throw Object.assign(new Error('Cannot find it.'), { code: 'ERR_MODULE_NOT_FOUND' });
};

beforeEach(() => {
  jest.resetModules();
});

afterEach(() => {
  jest.resetModules();
});

it.each(['class-validator', 'class-transformer'])(
  'says what to install for a class as a schema, where %s is missing, and no value',
  async (packageName) => {
    jest.unstable_mockModule(packageName, fail);
    const { makeCache } = await import('../../support/make-cache.js');
    const { cache, parameters } = makeCache();
    parameters.put('/db', '{"host":"db.internal"}');
    class Database {
      host!: string;
    }

    const error = await rejection(cache.parameter('/db', { schema: Database }).get());

    expect(error.message).toContain('Run "npm install class-validator class-transformer"');
    expect(error.message).not.toContain('db.internal');
    jest.unstable_unmockModule(packageName);
  },
);
