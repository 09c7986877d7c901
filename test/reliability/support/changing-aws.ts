import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import type { FakeRuntime } from '../../support/fake-runtime.js';

/** How long a request or an answer is on its way at most, in milliseconds. */
const LONGEST_WAY = 200;
const NAMES = 25;
const LEAVES = 35;
/** The clock of AWS is this far from that of the cache, in milliseconds. */
const CLOCK_DIFFERENCE = 2 * 60_000;

/** Both services, which change all that they hold at once. A request and its answer take random times on their ways. */
export class ChangingAws {
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
  generation = 0;

  constructor(
    private readonly runtime: FakeRuntime,
    private readonly random: () => number,
    clockSign: number,
  ) {
    const clock = (): number => runtime.clock.now().wall + clockSign * CLOCK_DIFFERENCE;
    this.parameterStore = new InMemoryParameterStore({}, { clock });
    this.secretsManager = new InMemorySecretsManager({}, { clock });
    this.change();
  }

  /** The names of a group of several calls. */
  static readonly names: readonly string[] = Array.from({ length: NAMES }, (_, index) => `/names/${index}`);

  /** How many values are under the path: one more in each second generation. */
  static leavesIn(generation: number): number {
    return LEAVES + (generation % 2);
  }

  change(): void {
    this.generation += 1;
    const value = String(this.generation);
    const { parameterStore, secretsManager } = this;
    for (const name of ['/user', ...ChangingAws.names]) parameterStore.put(name, value);
    for (let leaf = 0; leaf < LEAVES; leaf += 1) parameterStore.put(`/tree/${leaf}`, value);
    if (ChangingAws.leavesIn(this.generation) > LEAVES) parameterStore.put('/tree/last', value);
    else if (this.generation > 1) parameterStore.delete('/tree/last');
    secretsManager.put('password', value);
  }

  get ssmClient() {
    const { parameterStore: store } = this;
    return {
      getParameters: (input: any) => this.#travel(() => store.getParameters(input)),
      getParametersByPath: (input: any) => this.#travel(() => store.getParametersByPath(input)),
    };
  }

  get secretsManagerClient() {
    return { getSecretValue: (input: any) => this.#travel(() => this.secretsManager.getSecretValue(input)) };
  }

  async #travel<T>(answer: () => Promise<T>): Promise<T> {
    await this.#way();
    const given = await answer();
    await this.#way();
    return given;
  }

  #way(): Promise<void> {
    return new Promise((resolve) => {
      this.runtime.scheduler.after(this.random() * LONGEST_WAY, resolve, false);
    });
  }
}
