import { nestApp } from '../runner/nest-app.js';

export default nestApp({
  name: 'nest-10',
  about: 'Nest 10, CommonJS, Jest',
  nest: 10,
  // The compiler options of Nest 10 have no default imports of CommonJS.
  adapt: (project) =>
    project.edit('test/app.e2e-spec.ts', (source) =>
      source.replace('import request from', 'import * as request from'),
    ),
});
