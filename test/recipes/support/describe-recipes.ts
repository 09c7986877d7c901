import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runRecipes, type ListedRecipe } from './run-recipes.js';
import type { Row } from './rotate-under-load.js';
import type { TestServer } from './start-server.js';

const STRATEGIES = ['single user', 'alternating users'] as const;
/** In milliseconds. */
const TIME_LIMIT = 180_000;

/** Where the recipes of a server run. */
export interface RecipeServer {
  readonly file: string;
  readonly exported: string;
  /** Absent where the server is not installed. */
  readonly start: (() => Promise<TestServer>) | undefined;
}

/**
 * Tests of each recipe with each strategy, in one process on one server, and a table of what became of them. They are skipped
 * where the server is not installed.
 */
export const describeRecipes = (
  title: string,
  recipes: readonly ListedRecipe[],
  { file, exported, start }: RecipeServer,
): void => {
  (start === undefined ? describe.skip : describe)(title, () => {
    let rows: readonly Row[] = [];

    beforeAll(async () => {
      const server = await start!();
      try {
        rows = await runRecipes(recipes, file, exported, server.adminUrl);
      } finally {
        await server.stop();
      }
    }, TIME_LIMIT);

    afterAll(() => {
      console.table(rows);
    });

    const cases = recipes.flatMap(({ client, mixesFailures = false }) =>
      STRATEGIES.map((strategy) => ({ client, strategy, most: mixesFailures ? 4 : 2 })),
    );

    it.each(cases)(
      'loses no call while the login rotates, and refreshes at most $most times: $client, $strategy',
      ({ client, strategy, most }) => {
        const row = rows.find((other) => other.client === client && other.strategy === strategy);

        expect(row).toMatchObject({ failures: [], hasRightUser: true });
        expect(row?.calls).toBeGreaterThanOrEqual(150);
        expect(row?.refreshes).toBeLessThanOrEqual(most);
        expect(row?.pendingReads).toBeLessThanOrEqual(most);
      },
    );
  });
};
