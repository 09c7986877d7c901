import 'reflect-metadata';
import type { Recovery } from '../recovery/recovery.js';
import type { GuardedCall } from '../recovery/retrying-calls.js';
import { retryParameterOf } from './class-metadata.accessor.js';
import type { RecoveryDeclaration } from './declarations.interface.js';
import { recoveriesOn, type InstanceRecoveries } from './instance-recoveries.js';
import type { PlannedRecovery } from './recovery-plan.js';

type Method = (...args: unknown[]) => unknown;

/**
 * The method, repeated with fresh values when it fails, with the same name, length, properties and metadata. A `Proxy` of it
 * would keep them by itself, and make each call three times as slow. On an instance that Nest did not make it is the method
 * as it was written.
 */
export const wrapMethod = (
  prototype: object,
  propertyKey: string | symbol,
  method: Method,
  declaration: RecoveryDeclaration,
): Method => {
  const retryIndex = retryParameterOf(prototype, propertyKey);
  const wrapped: Method = function (this: unknown, ...args) {
    const recoveries = typeof this === 'object' && this !== null ? recoveriesOn(this) : undefined;
    const planned = recoveries?.planOf(declaration);
    if (recoveries === undefined || planned === undefined) {
      return Reflect.apply(method, this, withRetryArgument(args, retryIndex, false));
    }
    return planned.retry.run(new MethodCall(method, this, args, retryIndex, recoveries, planned));
  };
  Object.setPrototypeOf(wrapped, Object.getPrototypeOf(method) as object);
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(method));
  for (const key of Reflect.getOwnMetadataKeys(method)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, method), wrapped);
  }
  return wrapped;
};

/** One call of a method; what recovers it is made if it fails. */
class MethodCall implements GuardedCall {
  constructor(
    private readonly method: Method,
    private readonly self: unknown,
    private readonly args: unknown[],
    private readonly retryIndex: number | undefined,
    private readonly recoveries: InstanceRecoveries,
    private readonly planned: PlannedRecovery,
  ) {}

  get name(): string {
    return this.planned.declaration.label;
  }

  get recovery(): Recovery {
    return this.recoveries.recoveryOf(this.planned);
  }

  invoke(isRetry: boolean): unknown {
    return Reflect.apply(this.method, this.self, withRetryArgument(this.args, this.retryIndex, isRetry));
  }
}

const withRetryArgument = (args: unknown[], index: number | undefined, isRetry: boolean): unknown[] => {
  if (index === undefined) return args;
  const all = [...args];
  // A method that is decorated twice learns here that the outer one repeats it.
  all[index] = isRetry || args[index] === true;
  return all;
};
