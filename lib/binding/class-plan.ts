import type { PropertyBinding } from './binder.js';
import { redeclarationIn } from './redeclared-property.js';

type Key = string | symbol;

/** What an instance is given. */
export interface InstancePlan {
  readonly accessors: ReadonlyMap<Key, PropertyDescriptor>;
  /** What is loaded where the start did not: all but what is loaded when it is first read. */
  readonly watched: readonly PropertyBinding[];
}

interface PlannedProperty {
  readonly binding: PropertyBinding;
  readonly accessor: PropertyDescriptor;
  /** Whether a subclass has put something of its own in its place; absent where none can have. */
  readonly isRedeclared: ((instance: object) => boolean) | undefined;
}

/** What the instances of one class in one cache have in common. */
export class ClassPlan {
  readonly #properties: readonly PlannedProperty[];
  readonly #whole: InstancePlan;
  readonly #mayBeRedeclared: boolean;

  constructor(prototype: object, bindings: readonly PropertyBinding[]) {
    this.#properties = bindings.map((binding) => ({
      binding,
      accessor: { get: binding.read, configurable: true, enumerable: false },
      isRedeclared: redeclarationIn(prototype, binding.declaration),
    }));
    this.#whole = instancePlan(this.#properties);
    this.#mayBeRedeclared = this.#properties.some(({ isRedeclared }) => isRedeclared !== undefined);
  }

  /** The plan for one instance, without what a subclass redeclared on it. */
  of(instance: object): InstancePlan {
    if (!this.#mayBeRedeclared) return this.#whole;
    const kept = this.#properties.filter(({ isRedeclared }) => isRedeclared?.(instance) !== true);
    return kept.length === this.#properties.length ? this.#whole : instancePlan(kept);
  }
}

const instancePlan = (properties: readonly PlannedProperty[]): InstancePlan => ({
  accessors: new Map(properties.map(({ binding, accessor }) => [binding.declaration.propertyKey, accessor])),
  watched: properties
    .map(({ binding }) => binding)
    .filter(({ declaration }) => declaration.options.preload !== false),
});
