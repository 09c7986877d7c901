import { nestApp } from '../runner/nest-app.js';

const NEWER = 'Jest loads ESM by require() from Node 24.9 on';
const NEST_12 = ['common', 'core', 'platform-express', 'testing', 'cli', 'schematics'].map(
  (name) => `@nestjs/${name}`,
);

const upgrade = (dependencies) => {
  for (const name of NEST_12) if (name in dependencies) dependencies[name] = '^12.0.0';
};

export default nestApp({
  name: 'nest-12-jest',
  about: 'Nest 12, CommonJS, Jest: an application that came from Nest 11',
  nest: 11,
  notApplicable: { test: { 20: NEWER, 22: NEWER } },
  async adapt(project) {
    await project.edit('package.json', (manifest) => {
      upgrade(manifest.dependencies);
      upgrade(manifest.devDependencies);
      manifest.devDependencies.typescript = '^6.0.2';
      manifest.scripts['test:e2e'] =
        'node --experimental-vm-modules node_modules/jest/bin/jest.js --config ./test/jest-e2e.json';
    });
    // What TypeScript 6, which Nest 12 asks for, no longer takes or finds by itself.
    await project.edit('tsconfig.json', ({ compilerOptions }) => {
      delete compilerOptions.baseUrl;
      Object.assign(compilerOptions, { rootDir: '.', types: ['jest', 'node'] });
    });
    await project.edit('tsconfig.build.json', (config) => {
      config.compilerOptions = { ...config.compilerOptions, rootDir: './src' };
    });
  },
});
