import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { rejection } from '../../support/make-cache.js';

const LOADERS = [
  ['@aws-sdk/client-ssm', 'loadSsmSdk'],
  ['@aws-sdk/client-secrets-manager', 'loadSecretsManagerSdk'],
  ['@aws-sdk/client-sqs', 'loadSqsSdk'],
] as const;

/** Makes the import of a package fail, in ESM as in CommonJS. */
const failImport = (packageName: string, error: Error): void => {
  const fail = (): never => {
    throw error;
  };
  jest.unstable_mockModule(packageName, fail);
  jest.doMock(packageName, fail);
};

beforeEach(() => {
  jest.resetModules();
});

afterEach(() => {
  for (const [packageName] of LOADERS) jest.dontMock(packageName);
  jest.resetModules();
});

describe.each(LOADERS)('The package %s', (packageName, loader) => {
  it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])(
    'is named, with the command that installs it, where it is missing (%s)',
    async (code) => {
      const missing = Object.assign(new Error('Cannot find it.'), { code });
      failImport(packageName, missing);
      const loaders = await import('../../../lib/sources/clients/sdk-loader.js');
      const error = await rejection(loaders[loader]());

      expect(error).toMatchObject({ name: 'InvalidClientError', names: [packageName], cause: missing });
      expect(error.message).toContain(`npm install ${packageName}`);
    },
  );

  it.each([{ code: 'ERR_REQUIRE_ESM' }, {}])(
    'is not called missing where it fails in another way (%j)',
    async (facts) => {
      const broken = Object.assign(new Error('It is broken.'), facts);
      failImport(packageName, broken);
      const loaders = await import('../../../lib/sources/clients/sdk-loader.js');

      expect(await rejection(loaders[loader]())).toBe(broken);
    },
  );
});
