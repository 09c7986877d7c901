import { lambdaApp } from '../runner/lambda-app.js';

/** What Nest imports if it is there, and this application does not have. */
const ABSENT = ['@nestjs/microservices', '@nestjs/websockets', 'class-validator', 'class-transformer'];

/** CommonJS packages in an ESM bundle ask for `require`, which Node does not give to a module. */
const BANNER =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

const bundle = (upload, externals) =>
  [
    'esbuild dist/lambda.js --bundle --platform=node --target=node20 --format=esm',
    `--outfile=${upload}/index.mjs --banner:js="${BANNER}"`,
    ...externals.map((name) => `'--external:${name}*'`),
  ].join(' ');

export default lambdaApp({
  name: 'esbuild',
  about: 'esbuild, ESM, as for Lambda; the SDK bundled and external; only client-ssm installed',
  sdk: { '@aws-sdk/client-ssm': '^3.1000.0' },
  async adapt(project) {
    await project.edit('package.json', ({ devDependencies, scripts }) => {
      devDependencies.esbuild = '^0.28.0';
      scripts['bundle:sdk-bundled'] = bundle('sdk-bundled', ABSENT);
      scripts['bundle:sdk-external'] = bundle('sdk-external', [...ABSENT, '@aws-sdk/']);
    });
  },
});
