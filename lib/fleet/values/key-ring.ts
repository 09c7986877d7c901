import { createHash, hkdfSync } from 'node:crypto';
import { fleetKeyMissingMessage } from '../../errors/errors.messages.js';
import { keyBytes } from '../../options/fleet-checks.js';
import type { FleetKey } from '../../options/fleet-options.interface.js';
import type { FleetRuntime } from '../fleet-runtime.js';

/** A key of one namespace, with what tells it apart in what was encrypted with it. */
export interface DerivedKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

const KEY_BYTES = 32;
const ID_BYTES = 4;
const SALT = 'nestjs-ssm-cache/1';

/** The keys of a fleet: the first one encrypts, all of them decrypt. */
export class KeyRing {
  /** By the key that they are derived from: a handle is asked each time, and mostly gives the same. */
  #derived = new Map<string, DerivedKey>();
  #isToldOff = false;

  constructor(
    private readonly keys: readonly FleetKey[],
    private readonly namespace: string,
    private readonly runtime: FleetRuntime,
    /** How long a handle may take, in milliseconds. */
    private readonly timeout: number,
  ) {}

  /** The keys by now; none where none is known in time. Never rejects. */
  async current(): Promise<readonly DerivedKey[]> {
    const given = await Promise.all(this.keys.map((key) => this.#read(key)));
    const derived = given.flatMap((key) => keyBytes(key) ?? []).map((bytes) => this.#derive(bytes));
    this.#derived = new Map(derived);
    if (derived.length > 0) this.#isToldOff = false;
    else if (!this.#isToldOff) {
      this.#isToldOff = true;
      this.runtime.logger.warn(fleetKeyMissingMessage(this.namespace));
    }
    return derived.map(([, key]) => key);
  }

  clear(): void {
    this.#derived.clear();
  }

  #read(key: FleetKey): unknown {
    if (typeof key === 'string' || key instanceof Uint8Array) return key;
    return new Promise((resolve) => {
      const cancel = this.runtime.scheduler.after(this.timeout, () => resolve(undefined), true);
      const none = (): void => resolve(undefined);
      (async () => key.get())().then(resolve, none).finally(cancel);
    });
  }

  #derive(bytes: Uint8Array): readonly [string, DerivedKey] {
    const fingerprint = createHash('sha256').update(bytes).digest('base64');
    const known = this.#derived.get(fingerprint);
    if (known !== undefined) return [fingerprint, known];
    const key = Buffer.from(hkdfSync('sha256', bytes, SALT, this.namespace, KEY_BYTES));
    const id = createHash('sha256').update(key).digest().subarray(0, ID_BYTES);
    return [fingerprint, { id, key }];
  }
}
