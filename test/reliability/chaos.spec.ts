import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { startChaosApplication, type ChaosApplication } from './support/chaos-application.js';
import { faultsOn } from './support/chaos-faults.js';
import { ChaosLoad } from './support/chaos-load.js';
import { ChaosValues, NAMES } from './support/chaos-values.js';
import { ChaosWitness } from './support/chaos-witness.js';
import { seededRandom } from './support/random.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const SECONDS = scaled(60, 5);
const SHARE = 0.3;
const SEED = Number(process.env['RELIABILITY_SEED'] ?? Date.now() % 1_000_000);

describe(`Fifty names under load while a random call in three goes wrong (RELIABILITY_SEED=${SEED})`, () => {
  let aws: LocalAws;
  let values: ChaosValues;
  let witness: ChaosWitness;
  let application: ChaosApplication | undefined;

  beforeEach(async () => {
    aws = await startLocalAws({ random: seededRandom(SEED) });
    values = new ChaosValues(aws);
    witness = new ChaosWitness(values);
  });
  afterEach(async () => {
    aws.faults.clear();
    await application?.close();
    await aws.close();
  });

  /** AWS is well again: once nothing of before is on its way any more, all is refreshed and read. */
  const heal = async (load: ChaosLoad): Promise<void> => {
    aws.faults.clear();
    await wait(1_500);
    await application?.cache.refresh();
    await load.readAll();
  };

  it('give no reader an error, an old or foreign value, or half of a change', async () => {
    faultsOn(aws, SHARE);
    application = await startChaosApplication(aws);
    const load = new ChaosLoad({ application, values, witness, random: seededRandom(SEED + 1) });
    await load.run(SECONDS);
    const calls = aws.calls.length;
    await heal(load);

    const { failed, wrong, torn, reads } = witness;
    expect({ failed: failed.slice(0, 5), wrong: wrong.slice(0, 5), torn: torn.slice(0, 5) }).toEqual({
      failed: [],
      wrong: [],
      torn: [],
    });
    expect(NAMES.filter((name) => witness.newest(name) !== values.puts(name))).toEqual([]);
    report({
      row: 'chaos for 60 s',
      figure: `0 failed, wrong or torn of ${reads} reads in ${SECONDS} s; ${calls} calls of which 30 % met a fault (refusals apart); ${load.rotations} rotations, ${load.recovered} calls recovered; seed ${SEED}`,
      holds: failed.length + wrong.length + torn.length === 0,
    });
  }, 180_000);

  it('give an error where AWS refuses them, nothing wrong beside it, and heal', async () => {
    application = await startChaosApplication(aws);
    aws.faults.always('access-denied', { probability: SHARE });
    const load = new ChaosLoad({ application, values, witness, random: seededRandom(SEED + 1) });
    await load.run(scaled(10, 3));
    const refused = witness.failed.filter((failure) => failure.includes('ParameterAccessDeniedError'));
    expect(refused).not.toEqual([]);
    expect(witness.failed).toEqual(refused);
    await heal(load);

    expect(witness.failed).toEqual(refused);
    expect({ wrong: witness.wrong, torn: witness.torn }).toEqual({ wrong: [], torn: [] });
    expect(NAMES.filter((name) => witness.newest(name) !== values.puts(name))).toEqual([]);
  }, 60_000);
});
