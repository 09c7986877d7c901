import { complaints } from '../../support/compiler.js';
import { claimsOf } from './claims.js';
import { codeBlocks, type CodeBlock, type Page } from './markdown.js';
import { pageModules, type PageModule } from './page-modules.js';
import { runModules } from './run-modules.js';
import { shellProblems } from './shell-commands.js';

/** What pages import that a tool generates in a project, and where it is here. */
const GENERATED = [
  ["'./generated/prisma/client.js'", "'../../../recipes/support/generated/prisma/client.js'"],
] as const;

/** What is wrong with the blocks of a page that no compiler sees, each with its line. */
export const blockProblems = ({ text }: Page): readonly string[] =>
  codeBlocks(text).flatMap((block) => problemsIn(block).map((problem) => `line ${block.line}: ${problem}`));

/** What the compiler says of the `ts` blocks of pages, each with its page and line; they are compiled in one program. */
export const compilerProblems = (pages: readonly Page[]): ReadonlyMap<string, readonly string[]> => {
  const modules = pages.map((page) => [page.path, pageModules(page)] as const);
  const all = modules.flatMap(([, ofPage]) => ofPage);
  const found = complaints(new Map(all.map(({ path, source }) => [path, withGenerated(source)])));
  const problemsOf = ({ path, firstLine }: PageModule): readonly string[] =>
    (found.get(path) ?? []).map(({ line, message }) => `line ${firstLine + line - 1}: ${message}`);
  return new Map(modules.map(([path, ofPage]) => [path, ofPage.flatMap(problemsOf)]));
};

/** What the `ts` blocks of a page do otherwise than it says, each with its line. */
export const runProblems = async (page: Page, timeLimit?: number): Promise<readonly string[]> => {
  const modules = pageModules(page);
  const unchecked = modules
    .filter(({ isRun }) => !isRun)
    .flatMap(({ source, firstLine }) =>
      claimsOf(source).map(({ line }) => `line ${firstLine + line - 1}: a claim of code that is not run`),
    );
  const problems = await runModules(modules, timeLimit);
  return [...unchecked, ...[...problems.values()].flat()];
};

const withGenerated = (source: string): string =>
  GENERATED.reduce((text, [imported, here]) => text.replace(imported, here), source);

const problemsIn = ({ language, code }: CodeBlock): readonly string[] => {
  if (language === 'json') return jsonProblems(code);
  if (language === 'sh') return shellProblems(code);
  return ['ts', 'text', 'mermaid'].includes(language) ? [] : [`nobody checks blocks of "${language}"`];
};

const jsonProblems = (code: string): readonly string[] => {
  try {
    JSON.parse(code);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
};
