import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { LambdaFunction } from './lambda-function.js';
import { withLocalParameters } from './local-parameters.js';
import { nestApp } from './nest-app.js';
import { nodeFolder } from './node-versions.js';
import { sharedLambda } from './places.js';

const UPLOADS = ['sdk-bundled', 'sdk-external'];
const BEFORE = { text: 'Hello, Ada!', repeats: 2 };
const AFTER = { text: 'Good evening, Ada!', repeats: 2 };

/** Runs each upload as Lambda does, in a folder that has nothing else, and expects it to end by itself. */
const inEachUpload = (work) => async (project, node) => {
  const binary = join(await nodeFolder(node), 'node');
  for (const upload of UPLOADS) {
    await withLocalParameters(async (env, aws) => {
      const lambda = new LambdaFunction(binary, { cwd: project.path(upload), env });
      try {
        await work(lambda, aws);
        await lambda.end();
      } finally {
        lambda.kill();
      }
    });
  }
};

/**
 * A function for AWS Lambda, made of the compiled application by a bundler: once with the SDK in it, and once without, where
 * it is the runtime's as it is on AWS. The scripts `bundle:sdk-bundled` and `bundle:sdk-external` make `index.*` in the folders
 * of these names.
 */
export const lambdaApp = ({ adapt, ...consumer }) =>
  nestApp({
    nest: 12,
    async adapt(project) {
      await project.copy(join(sharedLambda, 'lambda.ts'), 'src/lambda.ts');
      await adapt(project);
    },
    async build(project) {
      await project.run('npm', ['run', 'build']);
      for (const upload of UPLOADS) {
        await project.run('npm', ['run', `bundle:${upload}`]);
        await project.copy(join(sharedLambda, 'invoke.mjs'), `${upload}/invoke.mjs`);
      }
      await project.writeJson('sdk-external/package.json', { private: true });
      await project.run('npm', ['install', '--no-audit', '--no-fund', '@aws-sdk/client-ssm@3'], {
        cwd: 'sdk-external',
      });
    },
    test: inEachUpload(async (lambda, aws) => {
      deepStrictEqual(await lambda.invoke({ name: 'Ada', refresh: false }), BEFORE);
      aws.parameterStore.put('/prod/shop/greeting', 'Good evening');
      deepStrictEqual(await lambda.invoke({ name: 'Ada', refresh: true }), AFTER);
    }),
    start: inEachUpload(async (lambda) => {
      deepStrictEqual(await lambda.invoke({ name: 'Ada', refresh: false }), BEFORE);
    }),
    ...consumer,
  });
