import autoMockers from './definitions/auto-mockers.js';
import classValidator from './definitions/class-validator.js';
import { commandLine10, commandLine11, commandLine12 } from './definitions/command-line.js';
import commonJsLibrary from './definitions/commonjs-library.js';
import esbuild from './definitions/esbuild.js';
import { looseNull10, looseNull11, looseNull12 } from './definitions/loose-null.js';
import { migrations } from './definitions/migration.js';
import { monorepo11, monorepo12 } from './definitions/monorepo.js';
import nest10 from './definitions/nest-10.js';
import nest11 from './definitions/nest-11.js';
import nest12 from './definitions/nest-12.js';
import nest12Fastify from './definitions/nest-12-fastify.js';
import nest12Jest from './definitions/nest-12-jest.js';
import { nestAdd10, nestAdd11, nestAdd12 } from './definitions/nest-add.js';
import nest12Swc from './definitions/nest-12-swc.js';
import { newcomer11, newcomer12 } from './definitions/newcomer.js';
import { esbuildWithoutMetadata, swcWithoutMetadata, tsxWithoutMetadata } from './definitions/no-metadata.js';
import oldestSdk from './definitions/oldest-sdk.js';
import oneSdkClient from './definitions/one-sdk-client.js';
import { readme11, readme12 } from './definitions/readme.js';
import twoSdkVersions from './definitions/two-sdk-versions.js';
import { typescript59, typescript6, typescript7 } from './definitions/typescript.js';
import vitestFakeTimers from './definitions/vitest-fake-timers.js';
import webpack from './definitions/webpack.js';

/** In the order of their breadth: the first ones are what most users have. */
export const consumers = [
  nest12,
  nest11,
  nest10,
  readme12,
  readme11,
  newcomer12,
  newcomer11,
  nest12Jest,
  nest12Swc,
  nest12Fastify,
  looseNull12,
  looseNull11,
  looseNull10,
  commandLine12,
  commandLine11,
  commandLine10,
  nestAdd12,
  nestAdd11,
  nestAdd10,
  monorepo12,
  monorepo11,
  ...migrations,
  autoMockers,
  vitestFakeTimers,
  classValidator,
  commonJsLibrary,
  tsxWithoutMetadata,
  esbuildWithoutMetadata,
  swcWithoutMetadata,
  oneSdkClient,
  oldestSdk,
  twoSdkVersions,
  esbuild,
  webpack,
  typescript59,
  typescript6,
  typescript7,
];
