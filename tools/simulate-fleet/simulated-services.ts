import { InMemoryFleetStore } from '../../lib/testing/in-memory-fleet-store.js';
import type { FleetStore } from '../../lib/options/fleet-store.interface.js';
import type { SimulatedTime } from './simulated-time.js';

/** From a call to its answer, in milliseconds. */
const AWS_LATENCY = 30;
const REDIS_LATENCY = 1;

/** Parameter Store with a limit, for names that all have one version. */
export class SimulatedParameterStore {
  calls = 0;
  throttled = 0;
  version = 1;
  #tokens: number;
  #filledAt = 0;

  constructor(
    private readonly time: SimulatedTime,
    /** Calls a second. */
    private readonly limit: number,
  ) {
    this.#tokens = limit;
  }

  readonly getParameters = async ({
    Names = [],
  }: {
    Names?: readonly string[] | undefined;
  }): Promise<unknown> => {
    this.calls += 1;
    const isThrottled = !this.#takeToken();
    if (isThrottled) this.throttled += 1;
    await this.time.sleep(AWS_LATENCY);
    if (isThrottled) {
      throw Object.assign(new Error('Rate exceeded'), {
        name: 'ThrottlingException',
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
      });
    }
    const { version: Version } = this;
    return {
      InvalidParameters: [],
      Parameters: Names.map((Name) => ({
        Name,
        Type: 'String',
        Value: `value ${Version}`,
        Version,
        LastModifiedDate: new Date(0),
        ARN: `arn:aws:ssm:eu-west-1:123456789012:parameter${Name}`,
      })),
    };
  };

  readonly getParametersByPath = (): Promise<unknown> =>
    Promise.reject(new Error('The simulation has no paths.'));

  #takeToken(): boolean {
    const passed = this.time.now - this.#filledAt;
    this.#filledAt = this.time.now;
    this.#tokens = Math.min(this.limit, this.#tokens + (passed * this.limit) / 1_000);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** A Redis that is a millisecond away, and counts. */
export class SimulatedRedis implements FleetStore {
  operations = 0;
  messages = 0;
  readonly #store: InMemoryFleetStore;

  constructor(private readonly time: SimulatedTime) {
    this.#store = new InMemoryFleetStore({ clock: time.wall });
  }

  readonly pace: FleetStore['pace'] = (...args) => this.#ask(() => this.#store.pace(...args));
  readonly sequence: FleetStore['sequence'] = (...args) => this.#ask(() => this.#store.sequence(...args));
  readonly take: FleetStore['take'] = (...args) => this.#ask(() => this.#store.take(...args));
  readonly put: FleetStore['put'] = (...args) => this.#ask(() => this.#store.put(...args));
  readonly drop: FleetStore['drop'] = (key) => this.#ask(() => this.#store.drop(key));
  readonly subscribe: FleetStore['subscribe'] = (...args) => this.#ask(() => this.#store.subscribe(...args));
  readonly publish: FleetStore['publish'] = (...args) => {
    this.messages += 1;
    return this.#ask(() => this.#store.publish(...args));
  };

  async #ask<T>(operation: () => Promise<T>): Promise<T> {
    this.operations += 1;
    await this.time.sleep(REDIS_LATENCY);
    return operation();
  }
}
