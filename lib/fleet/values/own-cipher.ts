import { fleetCipherFoundMessage, fleetCipherLostMessage } from '../../errors/errors.messages.js';
import type { FleetCipher } from '../../options/fleet-cipher.interface.js';
import { CircuitBreaker } from '../circuit-breaker.js';
import type { FleetRuntime } from '../fleet-runtime.js';
import type { Sealer, Sealing } from './sealer.interface.js';

const PROBE = 'probe';

/**
 * The cipher of the application. It may ask a service, and so it may fail or hang: then nothing is shared until it answers.
 *
 * The context is within what is encrypted, too: a cipher that does not authenticate it cannot have a value taken for another one.
 */
export class OwnCipher implements Sealing, Sealer {
  readonly #breaker: CircuitBreaker;

  constructor(
    private readonly cipher: FleetCipher,
    namespace: string,
    runtime: FleetRuntime,
    /** How long it may take, in milliseconds. */
    timeout: number,
  ) {
    const { logger } = runtime;
    this.#breaker = new CircuitBreaker(runtime, {
      timeout,
      probe: async () => cipher.encrypt(new Uint8Array(), PROBE),
      onOpen: (reason, pause) => logger.warn(fleetCipherLostMessage(namespace, reason, pause / 1_000)),
      onClose: () => logger.log(fleetCipherFoundMessage(namespace)),
    });
  }

  async current(): Promise<Sealer | undefined> {
    return this.#breaker.isOpen ? undefined : this;
  }

  seal(text: string, context: string): Promise<string | undefined> {
    return this.#breaker.run(async () => {
      const plain = Buffer.from(JSON.stringify([context, text]));
      return Buffer.from(await this.cipher.encrypt(plain, context)).toString('base64');
    });
  }

  unseal(sealed: string, context: string): Promise<string | undefined> {
    return this.#breaker.run(async () => {
      try {
        const plain = await this.cipher.decrypt(Buffer.from(sealed, 'base64'), context);
        const [of, text] = JSON.parse(Buffer.from(plain).toString()) as readonly [unknown, string];
        return of === context ? text : undefined;
      } catch {
        // What somebody has changed fails to decrypt, which says nothing of the cipher.
        return undefined;
      }
    });
  }

  close(): void {
    this.#breaker.close();
  }
}
