import { setTimeout as sleep } from 'node:timers/promises';

/** From one rotation of the signing key to the next, in milliseconds: longer than its `maxAge` in the service. */
const KEY_PAUSE = 6_000;

export interface RotationPlan {
  readonly times: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** Asks the service to rotate its password again and again, and notes what each rotation cost. */
export class Rotations {
  /** For each rotation, how often the cache read the secret from it until the next one. */
  readonly reads: number[] = [];
  private finished = 0;
  private keys = 0;

  /** @param secretReads how often the secret has been read so far, by anybody */
  constructor(
    private readonly url: string,
    private readonly secretReads: () => Promise<number>,
  ) {}

  get count(): number {
    return this.finished;
  }

  /** How often the signing key was rotated. */
  get keyCount(): number {
    return this.keys;
  }

  async run({ times, seconds, signal }: RotationPlan): Promise<void> {
    const startedAt = performance.now();
    const pauseUntil = async (share: number) => {
      await sleep(Math.max(0, startedAt + share * seconds * 1_000 - performance.now()), undefined, {
        signal,
      });
    };
    let keyAt = startedAt;
    for (let index = 0; index < times; index++) {
      // One after the other: that is the point.
      // oxlint-disable no-await-in-loop
      await pauseUntil((index + 0.5) / times);
      const before = await this.secretReads();
      const isKeyDue = performance.now() - keyAt > KEY_PAUSE;
      if (isKeyDue) keyAt = performance.now();
      await Promise.all([this.post('/rotate', signal), isKeyDue && this.rotateKey(signal)]);
      this.finished++;
      await pauseUntil((index + 1.4) / times);
      // The rotation itself reads the secret, once.
      this.reads.push((await this.secretReads()) - before - 1);
      // oxlint-enable no-await-in-loop
    }
    await pauseUntil(1);
  }

  private async rotateKey(signal: AbortSignal): Promise<void> {
    await this.post('/rotate/signing-key', signal);
    this.keys++;
  }

  private async post(path: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(this.url + path, { method: 'POST', signal });
    if (!response.ok) throw new Error(`POST ${path}: HTTP ${response.status}: ${await response.text()}`);
  }
}
