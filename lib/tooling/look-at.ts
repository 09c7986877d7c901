import type { DynamicModule, Type } from '@nestjs/common';
import { configCaches } from './config-caches.js';
import { moduleCaches } from './module-caches.js';
import { previewedModules } from './preview.js';
import type { Look, ToolCache } from './tool-cache.js';

/** Lets `use` look at the caches that an application would have. */
export const lookAt = async <T>(
  module: Type | DynamicModule,
  look: Look,
  use: (caches: readonly ToolCache[]) => T | Promise<T>,
): Promise<T> => {
  const modules = await previewedModules(module);
  const caches = [...moduleCaches(modules, look), ...configCaches(modules, look)];
  try {
    return await use(caches);
  } finally {
    for (const { cache } of caches) cache.close();
  }
};
