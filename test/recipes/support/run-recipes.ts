import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPage } from '../../docs/support/markdown.js';
import { pageModules, type PageModule } from '../../docs/support/page-modules.js';
import { runModules } from '../../docs/support/run-modules.js';
import type { Row } from './rotate-under-load.js';

/** For all recipes of a server together, in milliseconds; they take some ten seconds. */
const TIME_LIMIT = 120_000;

/** What stands for the address of the server on a page, and the address of the test's server. */
const HOST = /host: '\w+\.internal'(?:, port: \d+)?/;
const ORIGIN = /'http:\/\/\w+\.internal([^']*)'/;
const HERE = 'host: process.env.DB_HOST, port: Number(process.env.DB_PORT)';

/** A recipe under the name that the table shows. */
export interface ListedRecipe {
  readonly client: string;
  /** In `docs/recipes`, without its ending. */
  readonly page: string;
  /** The file of the page; by default its first one. */
  readonly file?: string;
  /** A package that takes the place of another one, such as an older version. */
  readonly instead?: readonly [packageName: string, other: string];
  /** A folder of `support` whose modules the page imports, such as a generated client. */
  readonly generated?: string;
  /** By default `prod/db`. */
  readonly secret?: string;
  /** By default the class `Orders`. */
  readonly className?: string;
  /** The module that provides the class, if the page has one. */
  readonly moduleName?: string;
  /** Code that calls `recipe` once; by default `recipe.count()`. */
  readonly call?: string;
  /** Whether its pool can give a call the failure of a connection that was begun for an earlier call. */
  readonly mixesFailures?: boolean;
}

/**
 * Rotates the logins of the recipes, as their pages have them, in a process of its own that uses the built package.
 *
 * @param serverFile in this folder; it exports `server`, which makes a server of the URL of its administrator
 */
export const runRecipes = async (
  recipes: readonly ListedRecipe[],
  serverFile: string,
  server: string,
  adminUrl: string,
): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-recipes-'));
  const report = join(folder, 'rows.json');
  try {
    const classes = recipes.map(
      ({ client, secret = 'prod/db', className = 'Orders', moduleName, call = 'recipe.count()' }, index) =>
        `${JSON.stringify(client)}: {
          provider: (await import('./recipe-${index}.js')).${className},
          ${moduleName === undefined ? '' : `module: (await import('./recipe-${index}.js')).${moduleName},`}
          secret: '${secret}',
          call: async (recipe) => ${call},
        }`,
    );
    const main = `import { writeFile } from 'node:fs/promises';
      import { rotateUnderLoad } from './rotate-under-load.js';
      import { ${server} } from './${serverFile}.js';
      // A connection that the test closes may have left its pool by then, and has no listener.
      process.on('uncaughtException', (error) => {
        if (error.code !== '57P01') throw error;
      });
      const server = await ${server}(${JSON.stringify(adminUrl)});
      const rows = await rotateUnderLoad(server, { ${classes.join(', ')} });
      await server.close();
      await writeFile(${JSON.stringify(report)}, JSON.stringify(rows));`;
    const problems = await runModules(
      [
        await supportModule('rotate-under-load'),
        await supportModule(serverFile),
        ...(await Promise.all(recipes.map(recipeModule))),
        ...(await Promise.all(recipes.flatMap(({ generated }) => generated ?? []).map(modulesIn))).flat(),
        moduleOf('main', main, true),
      ],
      TIME_LIMIT,
    );
    const found = [...problems.values()].flat();
    if (found.length > 0) throw new Error(found.join('\n'));
    return JSON.parse(await readFile(report, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const recipeModule = async (
  { page, file = '', instead }: ListedRecipe,
  index: number,
): Promise<PageModule> => {
  const modules = pageModules(await readPage(`docs/recipes/${page}.md`));
  const module = modules.find(({ path }) => path.endsWith(file));
  if (module === undefined) throw new Error(`There is no code on docs/recipes/${page}.md.`);
  const [from = '', to = ''] = instead ?? [];
  const source = module.source
    .replace(`from '${from}'`, `from '${to}'`)
    .replace(HOST, HERE)
    .replace(ORIGIN, '`${process.env.DB_ORIGIN}$1`');
  return moduleOf(`recipe-${index}`, source, false);
};

/** All modules of a folder of `support`. */
const modulesIn = async (folder: string): Promise<readonly PageModule[]> => {
  const entries = await readdir(join(import.meta.dirname, folder), { recursive: true });
  const files = entries.filter((entry) => entry.endsWith('.ts')).map((entry) => entry.replace(/\.ts$/, ''));
  return Promise.all(files.map((file) => supportModule(join(folder, file))));
};

const supportModule = async (file: string): Promise<PageModule> =>
  moduleOf(file, await readFile(join(import.meta.dirname, `${file}.ts`), 'utf8'), false);

const moduleOf = (file: string, source: string, isRun: boolean): PageModule => ({
  path: `recipes/${file}.ts`,
  source,
  isRun,
  firstLine: 1,
});
