import { nestApp } from '../runner/nest-app.js';

/** Every declaration file checked, with Nest's build left to the compiler itself, whose API the CLI needs is not there in 7. */
const withTypeScript = (name, version, nest = 12) =>
  nestApp({
    name,
    about: `TypeScript ${version}, skipLibCheck: false`,
    nest,
    async adapt(project) {
      await project.edit('package.json', ({ devDependencies, scripts }) => {
        devDependencies.typescript = version;
        scripts.build = 'tsc -p tsconfig.build.json';
      });
      await project.edit('tsconfig.json', ({ compilerOptions }) => {
        Object.assign(compilerOptions, { skipLibCheck: false, types: ['node'] });
      });
    },
    typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.build.json']),
  });

// What nest new of Nest 12 gives asks for TypeScript 6.
export const typescript59 = withTypeScript('typescript-5.9', '~5.9.3', 11);
export const typescript6 = withTypeScript('typescript-6', '~6.0.2');
export const typescript7 = withTypeScript('typescript-7', '~7.0.2');
