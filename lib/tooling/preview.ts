import { Logger, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { ModulesContainer, NestFactory } from '@nestjs/core';

/**
 * The modules of an application, as Nest scans them. In its preview mode no constructor, no factory and no hook runs.
 *
 * @throws what the scan throws, such as for a provider whose dependency no module provides
 */
export const previewedModules = async (module: Type | DynamicModule): Promise<ModulesContainer> => {
  const restore = silencedLogger();
  try {
    const options = { preview: true, logger: false, abortOnError: false } as const;
    const context = await NestFactory.createApplicationContext(module, options);
    return context.get(ModulesContainer);
  } catch (error) {
    // Nest goes on with the other modules, and logs them.
    await setImmediate();
    throw error;
  } finally {
    restore();
  }
};

/** The option `logger` replaces the logger of the whole process, which may have an application beside the preview. */
const silencedLogger = (): (() => void) => {
  const { staticInstanceRef: before } = Logger as unknown as { readonly staticInstanceRef?: LoggerService };
  return () => {
    if (before !== undefined) Logger.overrideLogger(before);
  };
};
