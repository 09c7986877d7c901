import { nestApp } from '../runner/nest-app.js';

export default nestApp({
  name: 'nest-12-swc',
  about: 'Nest 12, built by swc',
  nest: 12,
  async adapt(project) {
    await project.edit('package.json', (manifest) => {
      Object.assign(manifest.devDependencies, { '@swc/cli': '^0.8.0', '@swc/core': '^1.16.0' });
    });
    await project.edit('nest-cli.json', (config) => {
      config.compilerOptions.builder = 'swc';
    });
  },
});
