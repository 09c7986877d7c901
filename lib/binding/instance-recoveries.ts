import { InvalidDeclarationError } from '../errors/index.js';
import { noSuchMethodMessage } from '../errors/errors.messages.js';
import { Recovery, recoveryBeginning, type RecoveryBeginning } from '../recovery/recovery.js';
import type { RecoveryDeclaration } from './declarations.interface.js';
import { methodNamesOf } from './method-names.js';
import type { PlannedRecovery } from './recovery-plan.js';

/** The recoveries of one instance, each made when a call fails. */
export class InstanceRecoveries {
  readonly #instance: object;
  readonly #planned: readonly PlannedRecovery[];
  readonly #beginning: RecoveryBeginning;
  #made: Map<PlannedRecovery, Recovery> | undefined;

  /** @throws `InvalidDeclarationError` for the name of a callback that the instance does not have */
  constructor(instance: object, planned: readonly PlannedRecovery[]) {
    this.#instance = instance;
    this.#planned = planned;
    let hasCallback = false;
    for (const { declaration } of planned) {
      if (declaration.options.onRefresh === undefined) continue;
      checkCallback(instance, declaration);
      hasCallback = true;
    }
    this.#beginning = recoveryBeginning(hasCallback);
  }

  /** `undefined` for a method of another class. */
  planOf(declaration: RecoveryDeclaration): PlannedRecovery | undefined {
    for (const planned of this.#planned) if (planned.declaration === declaration) return planned;
    return undefined;
  }

  recoveryOf(planned: PlannedRecovery): Recovery {
    const first = planned.shared ?? planned;
    this.#made ??= new Map();
    const recovery =
      this.#made.get(first) ?? new Recovery(first.targets, this.#callbackOf(first), this.#beginning);
    this.#made.set(first, recovery);
    return recovery;
  }

  #callbackOf({ declaration }: PlannedRecovery): (() => unknown) | undefined {
    const { onRefresh } = declaration.options;
    const instance = this.#instance as Record<string, () => unknown>;
    if (onRefresh === undefined) return undefined;
    return typeof onRefresh === 'function' ? () => onRefresh.call(instance) : () => instance[onRefresh]?.();
  }
}

const checkCallback = (instance: object, { label, options }: RecoveryDeclaration): void => {
  const { onRefresh } = options;
  if (typeof onRefresh !== 'string') return;
  if (typeof (instance as Record<string, unknown>)[onRefresh] !== 'function') {
    const known = methodNamesOf(Object.getPrototypeOf(instance) as object);
    throw new InvalidDeclarationError(noSuchMethodMessage(label, onRefresh, known), { names: [label] });
  }
};

/** Where an instance keeps the key of its recoveries. */
const KEY = Symbol.for('nestjs-ssm-cache:recoveries');

type Kept = WeakMap<WeakKey, InstanceRecoveries>;

/**
 * The recoveries of each instance that Nest made, for as long as somebody holds the instance. A method knows nothing but
 * what it runs on; the ESM and the CommonJS copy of the package share what they note of it.
 */
const kept = ((globalThis as { [KEY]?: Kept })[KEY] ??= new WeakMap());

/**
 * What a method runs on may be a `Proxy` of the instance, or have it as its prototype. Both have the instance's properties,
 * not its identity. A symbol is what no `Proxy` can wrap.
 */
export const recoveriesOn = (self: object): InstanceRecoveries | undefined =>
  kept.get((self as { readonly [KEY]?: symbol })[KEY] ?? self);

export const noteRecoveries = (instance: object, planned: readonly PlannedRecovery[]): void => {
  const recoveries = new InstanceRecoveries(instance, planned);
  kept.set(makeKey(instance), recoveries);
};

const makeKey = (instance: object): WeakKey => {
  if (!Object.isExtensible(instance)) return instance;
  const key = Symbol('key');
  Object.defineProperty(instance, KEY, { value: key, configurable: true, enumerable: false });
  return key;
};
