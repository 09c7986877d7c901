import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { simulationTable, withTable } from '../../tools/simulate-fleet/page.js';
import type { Figures } from '../../tools/simulate-fleet/simulate.js';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/deploy/fleet.md');

const page = readFileSync(PAGE, 'utf8');
const results: readonly Figures[] = JSON.parse(
  readFileSync(join(ROOT, 'tools/simulate-fleet/results.json'), 'utf8'),
);

describe('docs/deploy/fleet.md', () => {
  it('has the table that the simulation wrote last: run "npm run simulate:fleet"', async () => {
    const made = await format(withTable(page, simulationTable(results)), {
      ...(await resolveConfig(PAGE)),
      parser: 'markdown',
    });

    expect(page.split('\n')).toEqual(made.split('\n'));
  });
});
