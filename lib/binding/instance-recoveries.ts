import { hasInternals, INTERNALS } from '../runtime/internals.js';
import type { Recoverable } from '../engine/recoverable.interface.js';
import { Recovery } from '../recovery/recovery.js';
import { RetryingCalls } from '../recovery/retrying-calls.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import type { SsmHandle } from '../cache/ssm-handle.js';
import type { SsmParameterGroup } from '../cache/ssm-parameter-group.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { noSuchMethodMessage, noSuchPropertyMessage } from '../errors/errors.messages.js';
import type { RefreshOnErrorOptions, RefreshTarget } from './refresh-on-error-options.interface.js';
import { recoveriesOf } from './class-metadata.accessor.js';
import { bindingsOf } from './property-binding.js';
import type { RecoveryDeclaration } from './recovery-declaration.interface.js';

/** How one method of one instance is repeated. */
interface BoundRecovery {
  readonly recovery: Recovery;
  readonly retry: RetryingCalls;
}

/** The recoveries of each instance that Nest made, for as long as somebody holds the instance. */
const recoveries = new WeakMap<WeakKey, ReadonlyMap<RecoveryDeclaration, BoundRecovery>>();

/** Where an instance keeps the key of its recoveries. */
const KEY = Symbol('nestjs-ssm-cache:recoveries');

/**
 * What a method runs on may be a `Proxy` of the instance, or have it as its prototype. Both have the instance's properties,
 * not its identity. A symbol is what no `Proxy` can wrap.
 */
const keyOf = (self: object): WeakKey => (self as { readonly [KEY]?: symbol })[KEY] ?? self;

const makeKey = (instance: object): WeakKey => {
  if (!Object.isExtensible(instance)) return instance;
  const key = Symbol('key');
  Object.defineProperty(instance, KEY, { value: key, configurable: true, enumerable: false });
  return key;
};

export const boundRecoveryOf = (self: object, declaration: RecoveryDeclaration): BoundRecovery | undefined =>
  recoveries.get(keyOf(self))?.get(declaration);

/**
 * Makes a recovery for each decorated method. Methods that refresh the same things with the same callback share one,
 * so that one rotated password is one refresh and one reconnect, whichever methods ran into it.
 */
export const bindRecoveries = (instance: object, cache: SsmCache): void => {
  const declarations = recoveriesOf(instance.constructor);
  if (declarations.length === 0) return;
  const bound = new Map<RecoveryDeclaration, BoundRecovery>();
  const made: MadeRecovery[] = [];
  for (const declaration of declarations) {
    const { onRefresh } = declaration.options;
    const targets = targetsOf(instance, cache, declaration);
    const callback = callbackOf(instance, declaration);
    const twin = made.find((other) => other.onRefresh === onRefresh && isSameList(other.targets, targets));
    const recovery = twin?.recovery ?? new Recovery(targets, callback);
    if (twin === undefined) made.push({ onRefresh, targets, recovery });
    bound.set(declaration, { recovery, retry: new RetryingCalls(declaration.options, cache.runtime) });
  }
  recoveries.set(makeKey(instance), bound);
};

interface MadeRecovery {
  readonly onRefresh: RefreshOnErrorOptions['onRefresh'];
  readonly targets: readonly Recoverable[];
  readonly recovery: Recovery;
}

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

const callbackOf = (
  instance: object,
  { label, options }: RecoveryDeclaration,
): (() => unknown) | undefined => {
  const { onRefresh } = options;
  if (onRefresh === undefined) return undefined;
  if (typeof onRefresh === 'function') return () => onRefresh.call(instance);
  const methods = instance as Record<string, unknown>;
  if (typeof methods[onRefresh] !== 'function') {
    throw new InvalidDeclarationError(noSuchMethodMessage(label, onRefresh), { names: [label] });
  }
  return () => (methods[onRefresh] as () => unknown)();
};

const targetsOf = (
  instance: object,
  cache: SsmCache,
  { label, options }: RecoveryDeclaration,
): readonly Recoverable[] => {
  const bindings = bindingsOf(instance.constructor, cache);
  if (options.refresh === undefined) return bindings.map(({ live }) => live);
  const targets = Array.isArray(options.refresh) ? options.refresh : [options.refresh as RefreshTarget];
  return targets.map((target: RefreshTarget) => {
    if (isHandleOrGroup(target)) return target[INTERNALS];
    if (typeof target !== 'string') return cache.group(target.group)[INTERNALS];
    const binding = bindings.find(({ declaration }) => declaration.propertyKey === target);
    if (binding !== undefined) return binding.live;
    throw new InvalidDeclarationError(noSuchPropertyMessage(label, target), { names: [label, target] });
  });
};

const isHandleOrGroup = (target: RefreshTarget): target is SsmParameterGroup | SsmHandle<any, any> =>
  hasInternals(target);
