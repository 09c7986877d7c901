import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { SIGNING_SECRET } from '../environment/names.js';
import { WINDOW } from '../environment/rotation-settings.js';
import { RotatedSecrets } from './rotated-secrets.js';
import { newSigningKey } from '../environment/values.js';

/** Rotates the key that tokens are signed with. No server has to be told: the steps are those of a password, without set and test. */
@Injectable()
export class SigningKeyRotation {
  private readonly logger = new Logger(SigningKeyRotation.name);
  private queue: Promise<unknown> = Promise.resolve();
  private finished = 0;

  constructor(private readonly secrets: RotatedSecrets) {}

  /** How many rotations have finished. */
  get count(): number {
    return this.finished;
  }

  /** One at a time: a second one waits for the first. */
  async rotate(): Promise<{ versionId: string }> {
    const rotation = this.queue.then(() => this.rotateOnce());
    this.queue = rotation.catch(() => undefined);
    return rotation;
  }

  private async rotateOnce(): Promise<{ versionId: string }> {
    const current = await this.secrets.current(SIGNING_SECRET);
    const pending = await this.secrets.createPending(SIGNING_SECRET, newSigningKey());
    await sleep(WINDOW);
    await this.secrets.makeCurrent(pending, current);
    this.finished++;
    this.logger.log(`The signing key is rotated: version ${pending.versionId} is current`);
    return { versionId: pending.versionId };
  }
}
