import { nestApp } from '../runner/nest-app.js';

export default nestApp({
  name: 'one-sdk-client',
  about: 'only @aws-sdk/client-ssm installed, skipLibCheck: false',
  nest: 12,
  sdk: { '@aws-sdk/client-ssm': '^3.1000.0' },
  async adapt(project) {
    await project.edit('tsconfig.json', ({ compilerOptions }) => {
      Object.assign(compilerOptions, { skipLibCheck: false, types: ['node'] });
    });
  },
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.build.json']),
});
