import { fileURLToPath } from 'node:url';

/** They try hundreds of histories or values for each mutant, where one example tells. */
const TOO_SLOW = ['bad-push', '\\.property\\.spec\\.ts$'];
/** They collect garbage, which takes as long as all the others together. */
const COLLECTING = ['collected', 'contexts', 'kept-names', 'listeners-keep-what', 'what-is-kept-by-key'];
/** They replace modules of ESM. */
const ESM_ONLY = ['system-runtime', 'class-packages'];
/** Packages that are ESM alone. */
const ESM_PACKAGES = ['arktype', 'arkregex', '@ark'];
/** The tests of the fleet that need no server and no process. */
const FLEET = ['options', 'pace', 'signals', 'values'];
/** They watch processes of their own, which know of no mutant, or need Nest. */
const ELSEWHERE = ['runtime/warnings', 'options/handle-tokens'];

/**
 * The tests that mutants have to survive: those of the engine, the sources, the values and fleets. As CommonJS, and without Nest,
 * they are loaded in a fraction of the time.
 */
export default {
  rootDir: '../..',
  runner: '<rootDir>/test/mutation/fail-fast-runner.js',
  testSequencer: '<rootDir>/test/mutation/last-killer-first.js',
  testEnvironment: fileURLToPath(new URL('fail-fast-environment.cjs', import.meta.url)),
  roots: ['<rootDir>/test/unit', '<rootDir>/test/typed-values', '<rootDir>/test/fleet'],
  testMatch: ['**/{unit,typed-values}/**/*.spec.ts', `**/fleet/{${FLEET.join()}}.spec.ts`],
  testPathIgnorePatterns: ['/node_modules/', ...TOO_SLOW, ...COLLECTING, ...ESM_ONLY, ...ELSEWHERE],
  testTimeout: 2_000,
  moduleNameMapper: {
    '^nestjs-ssm-cache$': '<rootDir>/test/mutation/engine.ts',
    '^nestjs-ssm-cache/fleet$': '<rootDir>/lib/fleet/index.ts',
    '^nestjs-ssm-cache/testing$': '<rootDir>/test/mutation/services.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${ESM_PACKAGES.join('|')})/)`],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
