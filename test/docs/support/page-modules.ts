import ts from 'typescript';
import { claimsOf } from './claims.js';
import { declares, fragmentContext } from './fragment-context.js';
import { codeBlocks, type CodeBlock, type Page } from './markdown.js';

/** A `ts` block of a page as a module. */
export interface PageModule {
  /** Relative to the project; the modules of a page stand in one folder, and can import one another by their file names. */
  readonly path: string;
  readonly source: string;
  /** Whether it makes a world of its own, with clients for tests or fakes, so that it can be run. */
  readonly isRun: boolean;
  /** The line of the page that the first line of `source` would be at. */
  readonly firstLine: number;
}

const FILE_NAME = /^\/\/ ([\w./-]+\.ts)\n/;
const IS_SPEC = /\.spec\.ts$/;
/** What a test runner has as globals, behind the code of a page so that its lines stay where they are. */
export const TEST_GLOBALS = "import { describe, expect, it } from '@jest/globals';";
const IMPORTS_TESTING_CLIENTS = /from 'nestjs-ssm-cache\/testing'/;

/**
 * The `ts` blocks of a page as modules:
 *
 * - `// some-name.ts` on the first line makes it that file; a `.spec.ts` file has the globals of a test runner;
 * - a block with imports is complete; if it imports `nestjs-ssm-cache/testing`, or claims something, it is run;
 * - a block without is a fragment: statements, or members of a class. It sees the names in `fragment-context.ts` and what
 *   the files of the page export.
 */
export const pageModules = (page: Page): readonly PageModule[] => {
  const folder = `test/docs/pages/${page.path.replaceAll(/\W/g, '-')}`;
  const blocks = codeBlocks(page.text).filter(({ language }) => language === 'ts');
  const files = blocks.filter(({ code }) => FILE_NAME.test(code));
  return blocks.map((block, index) => {
    const { code, line } = block;
    const isComplete = isFile(block) || /^import /m.test(code);
    const path = `${folder}/${FILE_NAME.exec(code)?.[1] ?? `block-${index + 1}.ts`}`;
    if (isComplete) {
      return {
        path,
        source: `${code}\n${IS_SPEC.test(path) ? TEST_GLOBALS : 'export {};'}\n`,
        isRun: IMPORTS_TESTING_CLIENTS.test(code) || claimsOf(code).length > 0,
        firstLine: line,
      };
    }
    const context = [fragmentContext(page.path, code), ...files.map((file) => importOf(file, code)), ''].join(
      '\n',
    );
    return {
      path,
      source: `${context}${asStatements(code)}\nexport {};\n`,
      isRun: false,
      firstLine: line - context.split('\n').length + 1,
    };
  });
};

/** An example of a doc comment as a module: it knows the names of fragments. It may be an object, or a decorator alone. */
export const exampleModule = (example: string): string => {
  const code = example.replaceAll('{ … }', '{}').replaceAll('…', 'undefined').trim();
  const whole = code.startsWith('{')
    ? `(${code});`
    : /^@[^\n]*\)$/.test(code)
      ? `${code} async example() {} reconnect() {}`
      : code;
  return `${fragmentContext('', code)}\n${asStatements(whole)}\nexport {};\n`;
};

const isFile = ({ code }: CodeBlock): boolean => FILE_NAME.test(code);

const importOf = ({ code }: CodeBlock, fragment: string): string => {
  const exported = Array.from(
    code.matchAll(/^export (?:abstract )?(?:class|const|function|interface|type) (\w+)/gm),
    ([, name = '']) => name,
  );
  const names = exported.filter((name) => !declares(fragment, name));
  return `import { ${names.join(', ')} } from './${FILE_NAME.exec(code)?.[1]?.replace(/ts$/, 'js')}';`;
};

/** The code itself, or members of a class within one. */
const asStatements = (code: string): string =>
  hasSyntaxErrors(code) && !hasSyntaxErrors(inClass(code)) ? inClass(code) : code;

const inClass = (members: string): string => `class Example { ${members} }`;

const hasSyntaxErrors = (code: string): boolean =>
  (ts.transpileModule(code, { reportDiagnostics: true, compilerOptions: SYNTAX_ONLY }).diagnostics ?? [])
    .length > 0;

const SYNTAX_ONLY: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  experimentalDecorators: true,
};
