import type { EntryView } from '../engine/entry-view.js';
import type { PropertyBinding } from './binder.js';
import type { PropertyDeclaration } from './declarations.interface.js';
import { isRedeclaredIn, redeclarationIn } from './redeclared-property.js';

type Key = string | symbol;

/** What an instance is given. */
export interface InstancePlan {
  readonly accessors: ReadonlyMap<Key, PropertyDescriptor>;
  /** What is loaded where the start did not: all but what is loaded when it is first read. */
  readonly watched: readonly PropertyBinding[];
  /** What its properties read. */
  readonly views: readonly EntryView<unknown>[];
}

interface PlannedProperty {
  readonly declaration: PropertyDeclaration;
  /** Whether a subclass has put something of its own in its place; absent where none can have. */
  readonly isRedeclared: ((instance: object) => boolean) | undefined;
}

/** What the instances of one class in one cache have in common. What all of them redeclare is not bound. */
export class ClassPlan {
  readonly #prototype: object;
  readonly #properties: readonly PlannedProperty[];
  readonly #bind: (declaration: PropertyDeclaration) => PropertyBinding;
  readonly #mayBeRedeclared: boolean;
  #whole: InstancePlan | undefined;
  /** The plans of instances that redeclare something, by what they keep. */
  readonly #partial = new Map<string, InstancePlan>();

  constructor(
    prototype: object,
    declarations: readonly PropertyDeclaration[],
    bind: (declaration: PropertyDeclaration) => PropertyBinding,
  ) {
    this.#prototype = prototype;
    this.#bind = bind;
    this.#properties = declarations.map((declaration) => ({
      declaration,
      isRedeclared: redeclarationIn(prototype, declaration),
    }));
    this.#mayBeRedeclared = this.#properties.some(({ isRedeclared }) => isRedeclared !== undefined);
  }

  /** The plan for instances that are not there yet, without what the text of a subclass redeclares. */
  get expected(): InstancePlan {
    return this.#planWithout(({ declaration }) => isRedeclaredIn(this.#prototype, declaration));
  }

  /** The plan for one instance, without what a subclass redeclared on it. */
  of(instance: object): InstancePlan {
    if (!this.#mayBeRedeclared) return (this.#whole ??= this.#plan(this.#properties));
    return this.#planWithout(({ isRedeclared }) => isRedeclared?.(instance) === true);
  }

  #planWithout(isRedeclared: (property: PlannedProperty) => boolean): InstancePlan {
    const kept = this.#properties.filter((property) => !isRedeclared(property));
    if (kept.length === this.#properties.length) return (this.#whole ??= this.#plan(kept));
    const key = kept.map((property) => this.#properties.indexOf(property)).join();
    const plan = this.#partial.get(key) ?? this.#plan(kept);
    this.#partial.set(key, plan);
    return plan;
  }

  #plan(properties: readonly PlannedProperty[]): InstancePlan {
    const bindings = properties.map(({ declaration }) => this.#bind(declaration));
    return {
      accessors: new Map(bindings.map(accessorOf)),
      watched: bindings.filter(({ declaration }) => declaration.options.preload !== false),
      views: bindings.map(({ view }) => view),
    };
  }
}

const accessorOf = ({ declaration, read }: PropertyBinding): [Key, PropertyDescriptor] => [
  declaration.propertyKey,
  { get: read, configurable: true, enumerable: false },
];
