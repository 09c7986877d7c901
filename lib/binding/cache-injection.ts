import { Inject } from '@nestjs/common';
import { realCache } from '../cache/real-cache.js';
import { SsmCache } from '../cache/ssm-cache.js';
import { INJECTION_METADATA } from './binding.constants.js';
import { binderOf } from './binder.js';

/**
 * Has Nest inject the cache into each instance of a class, which is where the instance is bound. Nest assigns injected
 * properties after construction, in every scope; a setter under a symbol that nobody else knows sees each of them. Where a
 * unit test injects a double of the cache, the properties stay as the class declares them.
 *
 * The token is the class of the cache, since auto-mockers and recipes for `useMocker()` make doubles of classes alone. The
 * module provides the cache under the class of each copy of the package.
 *
 * Nest quotes the symbol's description when it finds no cache to inject, so that is where the advice stands.
 *
 * @see https://docs.nestjs.com/providers#property-based-injection
 */
export const injectCache = (prototype: object, label: string): void => {
  if (Reflect.hasMetadata(INJECTION_METADATA, prototype.constructor)) return;
  const slot = Symbol(
    `${label} needs the cache: import SsmCacheModule.forRoot() in the root module, or SsmCacheTestingModule.register() of nestjs-ssm-cache/testing in a unit test`,
  );
  Reflect.defineMetadata(INJECTION_METADATA, true, prototype.constructor);
  Object.defineProperty(prototype, slot, {
    set(this: object, injected: unknown) {
      const cache = realCache(injected);
      if (cache !== undefined) binderOf(cache).bind(this);
    },
  });
  Inject(SsmCache)(prototype, slot);
};
