import 'reflect-metadata';
import { retryParameterOf } from './class-metadata.accessor.js';
import { boundRecoveryOf } from './instance-recoveries.js';
import type { RecoveryDeclaration } from './declarations.interface.js';

type Method = (...args: unknown[]) => unknown;

/**
 * The method, repeated with fresh values when it fails. A `Proxy` keeps its name, length and properties; its metadata,
 * which is kept by identity, is copied. On an instance that Nest did not make it is the method as it was written.
 */
export const wrapMethod = (
  prototype: object,
  propertyKey: string | symbol,
  method: Method,
  declaration: RecoveryDeclaration,
): Method => {
  const wrapped = new Proxy(method, {
    apply(target, self: unknown, args: unknown[]) {
      const invoke = (isRetry: boolean): unknown =>
        Reflect.apply(
          target,
          self,
          withRetryArgument(args, retryParameterOf(prototype, propertyKey), isRetry),
        );
      const bound = isObject(self) ? boundRecoveryOf(self, declaration) : undefined;
      if (bound === undefined) return invoke(false);
      return bound.retry.run({ name: declaration.label, recovery: bound.recovery, invoke });
    },
  });
  for (const key of Reflect.getOwnMetadataKeys(method)) {
    Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, method), wrapped);
  }
  return wrapped;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const withRetryArgument = (
  args: readonly unknown[],
  index: number | undefined,
  isRetry: boolean,
): unknown[] => {
  const all = [...args];
  // A method that is decorated twice learns here that the outer one repeats it.
  if (index !== undefined) all[index] = isRetry || args[index] === true;
  return all;
};
