import type { Type } from '@nestjs/common';
import type { FakeRuntime } from '../../support/fake-runtime.js';
import { SigningKey, startInstance, type Instance, type Tokens } from './signing-keys.js';

const INSTANCES = 4;
const ROTATIONS = 20;
const TOKENS_PER_ROTATION = 500;
/** From the new version to the moment at which it is the current one, in seconds. */
const WINDOWS = [0, 0.5, 1, 3, 10];
/** How far apart the instances start, so that they refresh at different times, in seconds. */
const OFFSET = 13;
/** When tokens are signed after a rotation, each this long after the last time, in seconds: one instance after the other refreshes. */
const PAUSES = [2, 5, 7, 11, 13, 17, 60, 100, 150, 200];
/** A refresh that a token asks for waits no longer than `minRefreshInterval`, in seconds. */
const PATIENCE = 1.5;

/** What became of the tokens. */
export interface SignedTokens {
  readonly signed: number;
  readonly verified: number;
  /** Why tokens were rejected that should not be. */
  readonly rejected: readonly string[];
  /** How often a token of the version before the previous one was verified, and how often it was refused. */
  readonly outdated: { readonly verified: number; readonly refused: number };
  /** Of one instance, for each rotation. */
  readonly refreshes: number;
}

/**
 * Signs and verifies tokens by four instances of a service, while their key is rotated. No time passes but that of `runtime`.
 *
 * @param recipe the class of the recipe for `@nestjs/jwt`
 */
export const signOverRotations = async (recipe: Type<Tokens>, runtime: FakeRuntime): Promise<SignedTokens> =>
  new Fleet(runtime).run(recipe);

class Fleet {
  private readonly key: SigningKey;
  private readonly instances: Instance[] = [];
  private readonly rejected = new Set<string>();
  private readonly outdated = { verified: 0, refused: 0 };
  private signed = 0;
  private verified = 0;

  constructor(private readonly runtime: FakeRuntime) {
    this.key = new SigningKey(() => runtime.clock.now().wall);
  }

  async run(recipe: Type<Tokens>): Promise<SignedTokens> {
    for (let count = 0; count < INSTANCES; count += 1) {
      this.instances.push(await startInstance(this.key, recipe, { runtime: this.runtime }));
      await this.runtime.advance(OFFSET);
    }
    const kept: string[] = [];
    for (let rotation = 0; rotation < ROTATIONS; rotation += 1) {
      kept.push(...(await this.rotate(rotation)).slice(-1));
      const outdated = kept[rotation - 2];
      if (outdated !== undefined) await this.refuse(outdated);
    }
    const refreshes = this.instances.map((instance) => instance.refreshes());
    for (const { app } of this.instances) await app.close();
    return {
      signed: this.signed,
      verified: this.verified,
      rejected: [...this.rejected],
      outdated: this.outdated,
      refreshes: Math.max(...refreshes) / ROTATIONS,
    };
  }

  /** Tokens before, in and after the window: each verified at once by another instance, and when the rotation is over by a third. */
  private async rotate(rotation: number): Promise<readonly string[]> {
    const window = WINDOWS[rotation % WINDOWS.length] ?? 0;
    const share = TOKENS_PER_ROTATION / 5;
    const tokens = await this.sign(share);
    await this.key.create();
    tokens.push(...(await this.sign(share)));
    await this.runtime.advance(window);
    tokens.push(...(await this.sign(share)));
    await this.key.finish();
    tokens.push(...(await this.sign(share)));
    for (const pause of PAUSES) {
      await this.runtime.advance(pause);
      tokens.push(...(await this.sign(share / PAUSES.length)));
    }
    await Promise.all(tokens.map((token, index) => this.verify(token, index + 2)));
    return tokens;
  }

  private async sign(count: number): Promise<string[]> {
    const tokens: string[] = [];
    const first = this.signed;
    for (; this.signed < first + count; this.signed += 1) {
      tokens.push(await this.instance(this.signed).tokens.sign({ sub: `user ${this.signed}` }));
    }
    const verifying = Promise.all(tokens.map((token, index) => this.verify(token, first + index + 1)));
    await this.runtime.advance(PATIENCE);
    await verifying;
    return tokens;
  }

  private async verify(token: string, index: number): Promise<void> {
    try {
      await this.instance(index).tokens.verify(token);
      this.verified += 1;
    } catch (error) {
      this.rejected.add(String(error));
    }
  }

  private instance(index: number): Instance {
    return this.instances[index % INSTANCES]!;
  }

  /** A token of the version before the previous one. */
  private async refuse(token: string): Promise<void> {
    const verifying = Promise.allSettled(this.instances.map(({ tokens }) => tokens.verify(token)));
    await this.runtime.advance(PATIENCE);
    for (const { status } of await verifying) {
      if (status === 'fulfilled') this.outdated.verified += 1;
      else this.outdated.refused += 1;
    }
  }
}
