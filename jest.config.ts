/** @jest-config-loader-options {"swc": true} */
import type { Config } from 'jest';

type Project = Extract<NonNullable<Config['projects']>[number], object>;

const SOURCES = {
  '^nestjs-ssm-cache$': '<rootDir>/lib/index.ts',
  '^nestjs-ssm-cache/([a-z]+)$': '<rootDir>/lib/$1/index.ts',
  '^(\\.{1,2}/.*)\\.js$': '$1',
};

const swc = (useDefineForClassFields: boolean): Project['transform'] => ({
  '\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields },
      },
      module: { type: 'es6' },
      sourceMaps: true,
    },
  ],
});

const tsc = (useDefineForClassFields: boolean): Project['transform'] => ({
  '\\.ts$': [
    '<rootDir>/test/nest-versions/tsc-transformer.js',
    { compilerOptions: { useDefineForClassFields } },
  ],
});

const main: Project = {
  displayName: 'nestjs-ssm-cache',
  testEnvironment: 'node',
  roots: ['<rootDir>/lib', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/nest-versions/', '<rootDir>/test/reliability/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: swc(true),
  moduleNameMapper: SOURCES,
};

/** Each major of Nest with the modules that its users' tests run in: 10 and 11 are CommonJS, 12 is ESM. */
const NEST_VERSIONS = [
  { nest: 10, modules: 'commonjs' },
  { nest: 11, modules: 'commonjs' },
  { nest: 12, modules: 'esm' },
] as const;

/** The same specs in every world that the package is used in: each major of Nest, each compiler, each kind of class field. */
const nestVersions = NEST_VERSIONS.flatMap(({ nest, modules }) =>
  Object.entries({ tsc, swc }).flatMap(([compiler, compile]) =>
    [true, false].map((definesFields): Project => {
      const isRoot = nest === 12;
      const isCompiledAsMain = isRoot && compiler === 'swc' && definesFields;
      const nestPackages = `<rootDir>/test/nest-versions/${nest}/node_modules/@nestjs/$1`;
      return {
        displayName: `nest ${nest}, ${compiler}, ${definesFields ? 'define' : 'assign'}`,
        testEnvironment: 'node',
        roots: ['<rootDir>/test/nest-versions/suites'],
        testMatch: ['**/*.spec.ts'],
        extensionsToTreatAsEsm: modules === 'esm' ? ['.ts'] : [],
        transform: compile(definesFields),
        moduleNameMapper: isRoot ? SOURCES : { '^@nestjs/(.*)$': nestPackages, ...SOURCES },
        globals: { world: { nest, modules, compiler, definesFields } },
        // Coverage of code that was compiled in another way would not fit that of the main project.
        ...(!isCompiledAsMain && { runner: '<rootDir>/test/nest-versions/runner-without-coverage.js' }),
      };
    }),
  ),
);

/** The measurements of `npm run test:reliability`. */
const reliability: Project = {
  ...main,
  displayName: 'reliability',
  roots: ['<rootDir>/test/reliability'],
  testPathIgnorePatterns: ['/node_modules/'],
  testEnvironment: '<rootDir>/test/reliability/support/watching-environment.js',
  testTimeout: 600_000,
};

const config: Config = {
  projects: [main, ...nestVersions, reliability],
  // What test files load stays in memory, and a worker that holds much of it slows down.
  workerIdleMemoryLimit: '900MB',
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/support/long-specs-first.js',
  // For machines that do other things as well. What hangs takes a minute to be told.
  testTimeout: 60_000,
  verbose: true,
  coverageProvider: 'v8',
  // What holds nothing but types has no code to cover.
  collectCoverageFrom: ['lib/**/*.ts', '!lib/options/**/*.interface.ts', '!lib/**/*.{interface,types}.ts'],
  coverageReporters: ['text', 'lcov'],
};

export default config;
