/** What is held weakly until `collect` says that it is not: collecting garbage itself would take seconds. */
export class ControlledCollection {
  readonly #gone = new WeakSet<object>();
  readonly #registries = new Set<(target: object) => void>();
  readonly #real = { WeakRef: globalThis.WeakRef, FinalizationRegistry: globalThis.FinalizationRegistry };

  constructor() {
    const gone = this.#gone;
    const registries = this.#registries;
    class Reference {
      readonly #target: object;
      constructor(target: object) {
        this.#target = target;
      }
      deref(): object | undefined {
        return gone.has(this.#target) ? undefined : this.#target;
      }
    }
    class Registry {
      readonly #held = new Map<object, unknown>();
      constructor(cleanUp: (held: unknown) => void) {
        registries.add((target) => {
          if (this.#held.has(target)) cleanUp(this.#held.get(target));
          this.#held.delete(target);
        });
      }
      register(target: object, held: unknown): void {
        this.#held.set(target, held);
      }
    }
    Object.assign(globalThis, { WeakRef: Reference, FinalizationRegistry: Registry });
  }

  /** Nobody holds `target` any longer. */
  collect(target: object): void {
    this.#gone.add(target);
    for (const tell of this.#registries) tell(target);
  }

  end(): void {
    Object.assign(globalThis, this.#real);
  }
}
