import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { claimsOf, withClaims } from './claims.js';
import { TEST_GLOBALS, type PageModule } from './page-modules.js';

const ROOT = join(import.meta.dirname, '../../..');
const RUNNER = join(import.meta.dirname, 'runner.js');
const TIME_LIMIT = 60_000;

interface Outcome {
  readonly met: readonly number[];
  readonly problems: readonly { readonly index?: number; readonly message: string }[];
}

/**
 * Runs those of a page's modules that can be run, in one process of a project that has the built package, as a user would.
 *
 * @param timeLimit in milliseconds; a process that has not ended by itself by then is an error
 * @returns for each of them what is wrong, with the line of the page
 */
export const runModules = async (
  modules: readonly PageModule[],
  timeLimit = TIME_LIMIT,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const entries = modules.filter(({ isRun }) => isRun);
  if (entries.length === 0) return new Map();
  const project = await makeProject();
  try {
    for (const module of modules) await emit(project, module);
    const outcomes = await run(project, entries, timeLimit);
    return new Map(entries.map((module, index) => [module.path, problemsOf(module, outcomes[index])]));
  } finally {
    await rm(project, { recursive: true, force: true });
  }
};

/** A project with all that this one has installed, and this one. */
const makeProject = async (): Promise<string> => {
  const project = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-docs-'));
  const packages = join(project, 'node_modules');
  await mkdir(packages);
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  await symlink(ROOT, join(packages, 'nestjs-ssm-cache'));
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    const isOther = !name.startsWith('.') && name !== 'nestjs-ssm-cache';
    if (isOther) await symlink(join(ROOT, 'node_modules', name), join(packages, name));
  }
  return project;
};

const emit = async (project: string, { path, source }: PageModule): Promise<void> => {
  const { outputText } = ts.transpileModule(withClaims(source.replace(TEST_GLOBALS, '')), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  const file = join(project, toJs(path));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, outputText);
};

const toJs = (path: string): string => path.replace(/ts$/, 'js');

const run = async (
  project: string,
  entries: readonly PageModule[],
  timeout: number,
): Promise<readonly Outcome[]> => {
  const report = join(project, 'report.json');
  const files = entries.map(({ path }) => join(project, toJs(path)));
  await promisify(execFile)(process.execPath, [RUNNER, report, ...files], { cwd: project, timeout });
  return JSON.parse(await readFile(report, 'utf8')) as Outcome[];
};

const problemsOf = ({ source, firstLine }: PageModule, outcome: Outcome | undefined): readonly string[] => {
  const claims = claimsOf(source);
  const at = (index: number | undefined): string => {
    const claim = index === undefined ? undefined : claims[index];
    return claim === undefined ? `line ${firstLine}` : `line ${firstLine + claim.line - 1}`;
  };
  const unmet = claims.flatMap((_claim, index) => (outcome?.met.includes(index) ? [] : [index]));
  return [
    ...(outcome?.problems ?? []).map(({ index, message }) => `${at(index)}: ${message}`),
    ...unmet.map((index) => `${at(index)}: the claim was never reached`),
  ];
};
