import { erasedTypeMessage } from '../errors/errors.messages.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { saysWhatToMake } from './declared-type-check.js';
import type { PropertyBinding } from './binder.js';

const TEXTS = new Set<unknown>(['String', 'SecureString', 'SecretString']);

/** Warns of each property that holds stored text although its declared type, of which nothing is left, may say otherwise. */
export const warnOfErasedTypes = (
  bindings: Iterable<PropertyBinding>,
  { logger }: Pick<CacheRuntime, 'logger'>,
): void => {
  for (const { declaration, view } of bindings) {
    const isErased = declaration.type === Object && declaration.options.type === undefined;
    if (isErased && !saysWhatToMake(declaration) && TEXTS.has(view.raw?.type))
      logger.warn(erasedTypeMessage(declaration.where));
  }
};
