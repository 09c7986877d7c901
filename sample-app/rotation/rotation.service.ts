import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DatabaseAdmin } from '../database/database-admin.js';
import { DATABASE_SECRET } from '../environment/names.js';
import type { DatabaseCredentials } from '../environment/sample-environment.interface.js';
import { RotatedSecrets } from './rotated-secrets.js';
import { nextUser, WINDOW } from '../environment/rotation-settings.js';
import type { Rotation } from './rotation.interface.js';

/** From one rotation to the next. AWS allows one every four hours; the service needs a second to catch up. */
const PAUSE = 1_500;

/** Rotates the database password the way AWS's rotation function does, step by step in its order. */
@Injectable()
export class RotationService {
  private readonly logger = new Logger(RotationService.name);
  private queue: Promise<unknown> = Promise.resolve();
  private nextAt = 0;
  private finished = 0;

  constructor(
    private readonly secrets: RotatedSecrets,
    private readonly database: DatabaseAdmin,
  ) {}

  /** How many rotations have finished. */
  get count(): number {
    return this.finished;
  }

  /** One at a time: a second one waits for the first. */
  async rotate(): Promise<Rotation> {
    const rotation = this.queue.then(() => this.rotateOnce());
    this.queue = rotation.catch(() => undefined);
    return rotation;
  }

  private async rotateOnce(): Promise<Rotation> {
    await sleep(Math.max(0, this.nextAt - Date.now()));
    const startedAt = Date.now();
    const current = await this.secrets.current(DATABASE_SECRET);
    const before: DatabaseCredentials = JSON.parse(current.text);

    // createSecret
    const password = randomBytes(18).toString('base64url');
    const username = nextUser(before.username);
    const credentials = { username, password };
    const pending = await this.secrets.createPending(DATABASE_SECRET, JSON.stringify(credentials));

    // setSecret
    await this.database.setPassword(credentials, before.username);
    const closedConnections = await this.database.closeIdleConnections(username);

    // testSecret
    await this.database.testLogin(credentials);
    await sleep(WINDOW);

    // finishSecret
    await this.secrets.makeCurrent(pending, current);

    this.finished++;
    this.nextAt = Date.now() + PAUSE;
    this.logger.log(`The password is rotated: version ${pending.versionId} is current`);
    return { versionId: pending.versionId, closedConnections, milliseconds: Date.now() - startedAt };
  }
}
