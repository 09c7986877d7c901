import { setTimeout as sleep } from 'node:timers/promises';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DatabaseAdmin } from '../database/database-admin.js';
import { BASE_PATH, DATABASE_SECRET } from '../environment/names.js';
import { RotatedSecrets } from '../rotation/rotated-secrets.js';
import { RotationService } from '../rotation/rotation.service.js';
import type { Balancer } from './balancer.js';
import type { Instances } from './instances.js';
import { runPhase, type PhaseNotes, type PhaseResult } from './phase.js';
import type { Plan } from './plan.js';
import type { Surroundings } from './surroundings.js';

const SETTING = `${BASE_PATH}/settings/max-quantity`;
const SMALLEST_SETTING = 100;
/** A process that died is started again after this time, in milliseconds. */
const RESTART_AFTER = 1_000;

interface StoryParts extends Surroundings {
  readonly plan: Plan;
  readonly instances: Instances;
  readonly balancer: Balancer;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}

/** What happens to the fleet, one after the other. */
export class Story {
  private readonly secrets: RotatedSecrets;
  private readonly admin: DatabaseAdmin;
  private readonly rotation: RotationService;
  private readonly ssm: SSMClient;
  private pushes = 0;

  constructor(private readonly parts: StoryParts) {
    const { environment } = parts;
    this.secrets = new RotatedSecrets(environment);
    this.admin = new DatabaseAdmin(environment);
    this.rotation = new RotationService(this.secrets, this.admin);
    this.ssm = new SSMClient(environment.aws);
  }

  async tell(): Promise<readonly PhaseResult[]> {
    const { plan } = this.parts;
    return [
      await this.phase('Steady load', () => this.pause(plan.steady)),
      await this.phase(`${plan.rotations} × password rotated`, (notes) => this.rotate(notes)),
      await this.phase(`${plan.pushes} × setting pushed`, (notes) => this.push(notes)),
      await this.phase('A process killed', (notes) => this.killProcess(notes)),
      await this.phase(`Redis killed, ${plan.redisDown} s`, (notes) => this.killRedis(notes)),
      await this.phase(`AWS down, ${plan.awsDown} s`, (notes) => this.takeAwsDown(notes)),
    ];
  }

  async close(): Promise<void> {
    this.secrets.onApplicationShutdown();
    this.ssm.destroy();
    await this.admin.onApplicationShutdown();
  }

  private async phase(title: string, act: (notes: PhaseNotes) => Promise<void>): Promise<PhaseResult> {
    const { aws, balancer, plan, print } = this.parts;
    print(`${title} …`);
    const result = await runPhase(title, { aws, balancer, perSecond: plan.perSecond }, act);
    const { latencies, failures } = result;
    print(`  ${latencies.values.length} requests, ${failures.length} failed`);
    return result;
  }

  private async rotate(notes: PhaseNotes): Promise<void> {
    const { plan } = this.parts;
    for (let index = 0; index < plan.rotations; index++) {
      await this.rotateOnce(notes);
      await this.pause(plan.pause);
    }
  }

  private async rotateOnce(notes: PhaseNotes): Promise<void> {
    const since = performance.now();
    const { versionId } = await this.rotation.rotate();
    // The rotation reads the secret once, itself.
    notes.foreignCalls(1);
    notes.spread(await this.parts.instances.haveVersion(DATABASE_SECRET, versionId, since));
  }

  private async push(notes: PhaseNotes): Promise<void> {
    const { plan } = this.parts;
    for (let index = 0; index < plan.pushes; index++) {
      await this.pushOnce(notes);
      await this.pause(plan.pause);
    }
  }

  private async pushOnce(notes: PhaseNotes): Promise<void> {
    const since = performance.now();
    const { Version: version = 0 } = await this.ssm.send(
      new PutParameterCommand({
        Name: SETTING,
        Value: String(SMALLEST_SETTING + ++this.pushes),
        Overwrite: true,
      }),
    );
    notes.spread(await this.parts.instances.haveVersion(SETTING, version, since));
  }

  private async killProcess(notes: PhaseNotes): Promise<void> {
    const { instances, plan, print } = this.parts;
    await this.pause(plan.rest);
    await instances.killBusy();
    print('  killed, in the middle of a request');
    await sleep(RESTART_AFTER);
    const [milliseconds = 0] = await instances.start(1);
    print(`  started again, in ${(milliseconds / 1_000).toFixed(1)} s`);
    await this.pushOnce(notes);
    await this.pause(plan.rest);
  }

  private async killRedis(notes: PhaseNotes): Promise<void> {
    const { plan, print, redis } = this.parts;
    await redis.kill();
    print('  Redis is down. A setting is pushed');
    const isPushed = this.pushOnce(notes);
    await this.pause(plan.redisDown);
    await redis.restart();
    print('  Redis is there again, with nothing in it');
    await isPushed;
    await this.pause(plan.rest);
  }

  private async takeAwsDown(notes: PhaseNotes): Promise<void> {
    const { aws, plan, print } = this.parts;
    aws.faults.always('reset');
    print('  AWS resets every connection');
    await this.pause(plan.awsDown);
    aws.faults.clear();
    print('  AWS answers again. A setting is pushed');
    await this.pushOnce(notes);
    await this.rotateOnce(notes);
    await this.pause(plan.rest);
  }

  private async pause(seconds: number): Promise<void> {
    await sleep(seconds * 1_000, undefined, { signal: this.parts.signal });
  }
}
