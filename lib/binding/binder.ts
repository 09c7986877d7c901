import type { AnyHandle } from '../cache/handles.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { EntryView } from '../engine/entry-view.js';
import { resolvedName } from '../options/name.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { concealed } from '../values/secrecy/concealed-promise.js';
import { boundPropertiesOf, DECORATORS, propertiesOf, recoveriesOf } from './class-metadata.accessor.js';
import { ClassPlan, type InstancePlan } from './class-plan.js';
import { recoveringClassesIn, type Class } from './declaration.explorer.js';
import type { DecoratedValue, PropertyDeclaration } from './declarations.interface.js';
import type { HandleToken } from './handle-registry.js';
import type { InjectedHandle } from './injected-handles.js';
import { installAccessors } from './install-accessors.js';
import { noteRecoveries } from './instance-recoveries.js';
import type { ScannedModule } from './module-graph.js';
import { planRecoveries, type PlannedRecovery } from './recovery-plan.js';
import { RefreshTargets } from './refresh-targets.js';

/** A declaration in the cache that it is bound to, shared by all instances of the class. */
export interface PropertyBinding {
  readonly declaration: PropertyDeclaration;
  readonly view: EntryView<unknown>;
  /** What reads the property: a value, a promise or the handle, as the declared type wants it. */
  readonly read: () => unknown;
}

/** Binds what is declared to one cache. What instances of a class have in common is planned once. */
export class Binder {
  readonly #cache: SsmCache;
  readonly #properties = new WeakMap<PropertyDeclaration, PropertyBinding>();
  readonly #handles = new Map<HandleToken, AnyHandle>();
  /** By prototype. */
  readonly #plans = new WeakMap<object, ClassPlan>();
  #recoveries = new WeakMap<InstancePlan, readonly PlannedRecovery[]>();
  #modules: () => Iterable<ScannedModule> = () => [];
  /** What was bound at the start though no scan saw its class; none once the start is over. */
  #late: Set<PropertyBinding> | undefined = new Set();

  constructor(cache: SsmCache) {
    this.#cache = cache;
  }

  get cache(): SsmCache {
    return this.#cache;
  }

  get runtime(): CacheRuntime {
    return this.#cache[INTERNALS].runtime;
  }

  /** What the cache is injected into. */
  get modules(): Iterable<ScannedModule> {
    return this.#modules();
  }

  /** @throws for a name or a group that there is not */
  property(declaration: PropertyDeclaration): PropertyBinding {
    const binding = this.#properties.get(declaration) ?? this.#bind(declaration);
    this.#properties.set(declaration, binding);
    return binding;
  }

  /** What is bound of a class before it has an instance. */
  propertiesOf(target: Class): readonly PropertyBinding[] {
    return boundPropertiesOf(target).map((declaration) => this.property(declaration));
  }

  /** The handle that is injected, the same in all places. */
  handle(injected: InjectedHandle): AnyHandle {
    const handle = this.#handles.get(injected.token) ?? this.#declare(injected);
    this.#handles.set(injected.token, handle);
    return handle;
  }

  /** The handle of a token, if it is bound by now. */
  boundHandle(token: HandleToken): AnyHandle | undefined {
    return this.#handles.get(token);
  }

  /**
   * Finds what the methods of all classes in these modules refresh, before any instance exists.
   *
   * @param modules what the cache is injected into; there are more of them once a module was loaded lazily
   * @throws the error of the first recovery that has nothing to refresh, or refreshes what there is not
   */
  prepareRecoveries(modules: () => Iterable<ScannedModule>): void {
    this.#modules = modules;
    this.#recoveries = new WeakMap();
    for (const target of recoveringClassesIn(modules())) {
      this.#recoveriesOf(target, this.#planOf(target.prototype as object).expected);
    }
  }

  /**
   * Makes the decorated properties of an instance live, and its decorated methods repeat. The accessors stand on the
   * instance, since a class field would hide them on the prototype, and are not enumerable, so that printing the instance
   * does not print values. A property that a subclass redeclared stays as it is.
   */
  bind(instance: object): void {
    const prototype = Object.getPrototypeOf(instance) as object;
    const plan = this.#planOf(prototype).of(instance);
    installAccessors(instance, plan.accessors);
    for (const binding of plan.watched) if (!binding.view.isLoaded) this.#loadLate(binding);
    const recoveries = this.#recoveriesOf(instance.constructor as Class, plan);
    if (recoveries.length > 0) noteRecoveries(instance, recoveries);
  }

  /** What was bound at the start and that no scan saw, for the last time: the start is over. */
  takeLate(): readonly PropertyBinding[] {
    const late = [...(this.#late ?? [])];
    this.#late = undefined;
    return late;
  }

  #loadLate(binding: PropertyBinding): void {
    this.#late?.add(binding);
    void binding.view.load();
  }

  #planOf(prototype: object): ClassPlan {
    const known = this.#plans.get(prototype);
    if (known !== undefined) return known;
    const declarations = propertiesOf(prototype.constructor);
    const plan = new ClassPlan(prototype, declarations, (declaration) => this.property(declaration));
    this.#plans.set(prototype, plan);
    return plan;
  }

  #recoveriesOf(target: Class, plan: InstancePlan): readonly PlannedRecovery[] {
    const known = this.#recoveries.get(plan);
    if (known !== undefined) return known;
    const declared = recoveriesOf(target);
    const planned =
      declared.length === 0
        ? []
        : planRecoveries(declared, new RefreshTargets(target, plan.views, this), this.runtime);
    this.#recoveries.set(plan, planned);
    return planned;
  }

  #bind(declaration: PropertyDeclaration): PropertyBinding {
    const { type } = declaration;
    const handle = this.#declare(declaration);
    const view = handle[INTERNALS];
    if (type === Promise) return { declaration, view, read: () => concealed(view.get()) };
    if (hasInternals(type)) return { declaration, view, read: () => handle };
    return { declaration, view, read: () => view.read() };
  }

  /** The options were checked where they were declared. */
  #declare(declared: DeclaredHandle): AnyHandle {
    const { kind, label, options } = declared;
    const { type = declared.type } = options;
    const name = resolvedName(declared.name, `${DECORATORS[kind]} on ${label}`);
    const handle = this.#cache[INTERNALS].declare(
      kind === 'path'
        ? { kind, name, options: { ...options, optional: options.optional ?? false } }
        : { kind, name, options, type },
    );
    handle[INTERNALS].isDeclared = true;
    return handle;
  }
}

/** A value, and where it is declared: as the type of a property, if it is one. */
type DeclaredHandle = DecoratedValue & { readonly label: string; readonly type?: unknown };

/** What binds to a cache; the ESM and the CommonJS copy of the package share it. */
export const binderOf = (cache: SsmCache): Binder => {
  const internals = cache[INTERNALS];
  internals.binder ??= new Binder(cache);
  return internals.binder as Binder;
};
