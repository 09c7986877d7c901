import { lambdaApp } from '../runner/lambda-app.js';

const CONFIG = `
import { resolve } from 'node:path';
import webpack from 'webpack';

const ABSENT = /^(@nestjs\\/(microservices|websockets)(\\/.*)?|class-validator|class-transformer(\\/.*)?)$/;

export default ({ upload }) => ({
  entry: './dist/lambda.js',
  mode: 'production',
  target: 'node20',
  externals: upload === 'sdk-external' ? [/^@aws-sdk\\//] : [],
  output: { path: resolve(upload), filename: 'index.cjs', library: { type: 'commonjs2' } },
  plugins: [new webpack.IgnorePlugin({ resourceRegExp: ABSENT })],
});
`;

export default lambdaApp({
  name: 'webpack',
  about: 'webpack, CommonJS, as for Lambda; the SDK bundled and external; only client-ssm installed',
  sdk: { '@aws-sdk/client-ssm': '^3.1000.0' },
  async adapt(project) {
    await project.write('webpack.config.mjs', CONFIG);
    await project.edit('package.json', ({ devDependencies, scripts }) => {
      Object.assign(devDependencies, { webpack: '^5.100.0', 'webpack-cli': '^6.0.0' });
      scripts['bundle:sdk-bundled'] = 'webpack --env upload=sdk-bundled';
      scripts['bundle:sdk-external'] = 'webpack --env upload=sdk-external';
    });
  },
});
