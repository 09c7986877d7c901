import type { Recoverable } from '../engine/recoverable.interface.js';
import { Recovery } from '../recovery/recovery.js';
import { RetryingCalls } from '../recovery/retrying-calls.js';
import type { SsmCache } from '../cache/ssm-cache.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { noSuchMethodMessage } from '../errors/errors.messages.js';
import type { RefreshOnErrorOptions } from '../options/refresh-on-error-options.interface.js';
import type { Class } from './declaration.explorer.js';
import { recoveriesOfClass } from './class-recoveries.js';
import type { RecoveryDeclaration } from './declarations.interface.js';

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
  const declared = recoveriesOfClass(instance.constructor as Class, cache);
  if (declared.length === 0) return;
  const bound = new Map<RecoveryDeclaration, BoundRecovery>();
  const made: MadeRecovery[] = [];
  for (const { declaration, targets } of declared) {
    const { onRefresh } = declaration.options;
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
