import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPage } from '../docs/support/markdown.js';
import { pageModules, type PageModule } from '../docs/support/page-modules.js';
import { runModules } from '../docs/support/run-modules.js';
import type { SignedTokens } from './support/signing-over-rotations.js';
import type { signUnderLoad } from './support/signing-under-load.js';

/** In milliseconds. */
const TIME_LIMIT = 120_000;

type Report = Awaited<ReturnType<typeof signUnderLoad>> & { readonly tokens: SignedTokens };

const moduleOf = (file: string, source: string, isRun = false): PageModule => ({
  path: `recipes/${file}.ts`,
  source,
  isRun,
  firstLine: 1,
});

const recipe = async (page: string): Promise<PageModule> => {
  const [module] = pageModules(await readPage(`docs/recipes/${page}.md`));
  if (module === undefined) throw new Error(`There is no code on docs/recipes/${page}.md.`);
  return moduleOf(page, module.source);
};

const support = async (path: string): Promise<PageModule> =>
  moduleOf(
    (path.split('/').at(-1) ?? '').replace(/\.ts$/, ''),
    await readFile(join(import.meta.dirname, path), 'utf8'),
  );

/** Both recipes, as their pages have them, in a process of its own that uses the built package. */
const runRecipes = async (): Promise<Report> => {
  const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-signing-'));
  const report = join(folder, 'report.json');
  const main = `import { writeFile } from 'node:fs/promises';
    import { FakeRuntime } from './fake-runtime.js';
    import { Tokens } from './nestjs-jwt.js';
    import { JwtStrategy } from './passport-jwt.js';
    import { signOverRotations } from './signing-over-rotations.js';
    import { signUnderLoad } from './signing-under-load.js';
    const tokens = await signOverRotations(Tokens, new FakeRuntime());
    const load = await signUnderLoad(Tokens, JwtStrategy);
    await writeFile(${JSON.stringify(report)}, JSON.stringify({ ...load, tokens }));`;
  try {
    const problems = await runModules(
      [
        await recipe('nestjs-jwt'),
        await recipe('passport-jwt'),
        await support('../support/fake-runtime.ts'),
        await support('support/signing-keys.ts'),
        await support('support/signing-over-rotations.ts'),
        await support('support/signing-under-load.ts'),
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

describe('The recipes for tokens whose signing key rotates', () => {
  let report: Report;

  beforeAll(async () => {
    report = await runRecipes();
  }, TIME_LIMIT);

  afterAll(() => {
    console.table(report?.rows);
  });

  it('reject none of 10,000 tokens over 20 rotations by four instances that refresh at different times', () => {
    const { signed, verified, rejected } = report.tokens;

    expect(rejected).toEqual([]);
    expect(signed).toBe(10_000);
    expect(verified).toBe(2 * signed);
  });

  it('reject a token of the version before the previous one, by each instance', () => {
    expect(report.tokens.outdated).toEqual({ verified: 0, refused: 18 * 4 });
  });

  it.each(['@nestjs/jwt', 'passport-jwt'])(
    'lose no call while the key rotates, and refresh twice at most: %s',
    (client) => {
      const row = report.rows.find((other) => other.client === client);

      expect(row).toMatchObject({ calls: 150, failures: [] });
      expect(row?.refreshes).toBeLessThanOrEqual(2);
    },
  );

  it('refuse tokens that are none of the service', () => {
    expect(report.refusals).toEqual({
      byJwt: {
        'another payload': 'JsonWebTokenError',
        'an unknown key': 'UnauthorizedException',
        'no key': 'UnauthorizedException',
        'no signature': 'JsonWebTokenError',
        'another algorithm': 'JsonWebTokenError',
        'no token': 'UnauthorizedException',
        outdated: 'UnauthorizedException',
      },
      byPassport: {
        'another payload': 401,
        'an unknown key': 401,
        'no key': 401,
        'no signature': 401,
        'another algorithm': 401,
        'no token': 401,
        outdated: 401,
      },
    });
  });
});
