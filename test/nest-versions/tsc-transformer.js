import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Compiles by TypeScript itself, a file at a time, as `tsc` does under `isolatedModules`.
 *
 * @param {{ compilerOptions: import('typescript').CompilerOptions }} options
 */
const createTransformer = ({ compilerOptions }) => ({
  process(source, fileName, { supportsStaticESM }) {
    // Loaded when Jest has not kept the result of an earlier run.
    const ts = require('typescript');
    const { outputText } = ts.transpileModule(source, {
      fileName,
      compilerOptions: {
        ...compilerOptions,
        target: ts.ScriptTarget.ES2022,
        module: supportsStaticESM ? ts.ModuleKind.ES2022 : ts.ModuleKind.CommonJS,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
        inlineSourceMap: true,
      },
    });
    return { code: outputText };
  },
});

export default { createTransformer };
