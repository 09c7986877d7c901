import type { Recoverable } from '../engine/recoverable.interface.js';
import { RetryingCalls } from '../recovery/retrying-calls.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { RecoveryDeclaration } from './declarations.interface.js';
import type { RefreshTargets } from './refresh-targets.js';

/** How a method is repeated, for all instances of its class. */
export interface PlannedRecovery {
  readonly declaration: RecoveryDeclaration;
  readonly targets: readonly Recoverable[];
  readonly retry: RetryingCalls;
  /**
   * Methods that refresh the same things with the same callback share a recovery, so that one rotated password is one
   * refresh and one reconnect, whichever methods ran into it: the first of them.
   */
  readonly shared: PlannedRecovery | undefined;
}

/** Where an instance redeclared all that a method would refresh, the method is as it was written. */
export const planRecoveries = (
  declarations: readonly RecoveryDeclaration[],
  found: RefreshTargets,
  runtime: CacheRuntime,
): readonly PlannedRecovery[] => {
  const planned: PlannedRecovery[] = [];
  for (const declaration of declarations) {
    const targets = found.of(declaration);
    if (targets.length === 0) continue;
    const retry = new RetryingCalls(declaration.options, runtime);
    const shared = planned.find(
      (other) =>
        other.declaration.options.onRefresh === declaration.options.onRefresh &&
        isSameList(other.targets, targets),
    );
    planned.push({ declaration, targets, retry, shared });
  }
  return planned;
};

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);
