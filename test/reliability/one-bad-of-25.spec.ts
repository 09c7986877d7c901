import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { PreloadError, SsmCacheError } from 'nestjs-ssm-cache';
import { closeAll } from '../support/application.js';
import { rejection } from '../support/make-cache.js';
import { BAD_NAMES } from './one-bad-of-25/bad-names.js';
import { Shop } from './one-bad-of-25/shop.js';
import { report } from './support/report.js';

const ROW = '25 names, 1 bad';
/** How many names stand before the bad one: at the beginning, in the middle and at the end of a batch. */
const PLACES = [0, 4, 9, 13, 20, 24];

/** For 25 names, none of which is bad. */
const LEAST_CALLS = { parameters: 3, secrets: 2 };

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

describe.each(BAD_NAMES)('One of 25 $source that is $kind', (bad) => {
  const least = LEAST_CALLS[bad.source];

  it('is the only one that an application misses at start-up, and costs few calls wherever it stands', async () => {
    const calls: number[] = [];
    for (const place of PLACES) {
      const shop = new Shop(bad, true, place);
      shop.spoil();
      const error = (await rejection(shop.start())) as PreloadError;
      expect([error.code, error.names]).toEqual(['SSM_CACHE_PRELOAD', [bad.name]]);
      calls.push(shop.service.calls.length);
    }

    const most = Math.max(...calls);
    report({
      row: ROW,
      figure: `${bad.source}: +${Math.min(...calls) - least} to ${most - least} calls at start-up`,
      holds: most <= bad.calls.first,
    });
  });

  it('keeps none of the others from being served and refreshed, with no detour but the first', async () => {
    const shop = new Shop(bad, false);
    shop.spoil();
    const application = await shop.start();
    running.push(application);
    const served = [shop.generations(application)];

    const calls: number[] = [];
    for (const generation of ['second', 'third', 'fourth']) {
      shop.write(generation);
      calls.push(await shop.refresh(application));
      served.push(shop.generations(application));
    }
    shop.heal();
    await shop.refresh(application);
    const healed = await shop.refresh(application);

    expect(served).toEqual(['first', 'second', 'third', 'fourth'].map((generation) => [24, generation]));
    const handle = shop.bad(application);
    expect(await handle.get().catch(({ code }: SsmCacheError) => code)).toBe(bad.afterwards);
    const [first = 0, ...later] = calls;
    report({
      row: ROW,
      figure: `${bad.source}: 24 refreshed, +${Math.max(...later) - least} calls, healed +${healed - least}`,
      holds:
        first <= bad.calls.first &&
        later.every((count) => count <= bad.calls.later) &&
        healed <= bad.calls.healed,
    });
  });
});
