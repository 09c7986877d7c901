import { createHash, hkdfSync } from 'node:crypto';
import { fleetKeyMissingMessage } from '../../errors/errors.messages.js';
import { keyBytes } from '../../options/fleet-checks.js';
import type { FleetKey } from '../../options/fleet-options.interface.js';
import type { FleetRuntime } from '../fleet-runtime.js';
import { seal, unseal, type DerivedKey } from './envelope.js';
import { HandleKey } from './handle-key.js';
import type { Sealer, Sealing } from './sealer.interface.js';

const KEY_BYTES = 32;
const ID_BYTES = 4;
const SALT = 'nestjs-ssm-cache/1';

/** The keys of a fleet: the first one encrypts, all of them decrypt. */
export class KeyRing implements Sealing {
  readonly #keys: readonly (string | Uint8Array | HandleKey)[];
  /** By the key that they are derived from: a handle is asked each time, and mostly gives the same. */
  #derived = new Map<string, DerivedKey>();
  #isToldOff = false;

  constructor(
    keys: readonly FleetKey[],
    private readonly namespace: string,
    private readonly runtime: FleetRuntime,
    /** How long a handle may take that has given a key before, in milliseconds. */
    timeout: number,
  ) {
    this.#keys = keys.map((key) =>
      typeof key === 'string' || key instanceof Uint8Array ? key : new HandleKey(key, runtime, timeout),
    );
  }

  async current(patience: number): Promise<Sealer | undefined> {
    const given = await Promise.all(
      this.#keys.map((key) => (key instanceof HandleKey ? key.read(patience) : key) as unknown),
    );
    const derived = given.flatMap((key) => keyBytes(key) ?? []).map((bytes) => this.#derive(bytes));
    this.#derived = new Map(derived);
    const [first, ...others] = derived.map(([, key]) => key);
    if (first === undefined) {
      if (!this.#isToldOff) this.runtime.logger.warn(fleetKeyMissingMessage(this.namespace));
      this.#isToldOff = true;
      return undefined;
    }
    this.#isToldOff = false;
    return {
      seal: async (text, context) => seal(first, text, context),
      unseal: async (sealed, context) => unseal([first, ...others], sealed, context),
    };
  }

  close(): void {
    this.#derived.clear();
    for (const key of this.#keys) if (key instanceof HandleKey) key.clear();
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
