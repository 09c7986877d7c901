import type { DynamicModule, Type } from '@nestjs/common';
import { UsageError } from './usage.error.js';

type RootModule = Type | DynamicModule;

/** What a file exports; a CommonJS file has all of it under `default` too. */
type Exports = Readonly<Record<string, unknown>>;

/**
 * The root module among the exports of a file.
 *
 * @param wanted the name of the export; otherwise `AppModule`, or the only one that is a module
 */
export const moduleAmong = async (
  exported: object,
  file: string,
  wanted: string | undefined,
): Promise<RootModule> => {
  const exports = allOf(exported as Exports);
  const modules = new Map<string, RootModule>();
  for (const [name, value] of Object.entries(exports)) {
    const made: unknown = await value;
    if (isModule(made, name)) modules.set(name, made);
  }
  const names = [...modules.keys()];
  const chosen = wanted ?? preferred(modules);
  const module = modules.get(chosen ?? '');
  if (module !== undefined) return module;
  if (wanted !== undefined) {
    throw new UsageError(`${file} exports no module "${wanted}". ${knownText(names)}`);
  }
  throw new UsageError(
    names.length === 0
      ? `${file} exports no module. Give the file of the root module, such as dist/app.module.js.`
      : `${file} exports several modules: ${names.join(', ')}. Say which with --export.`,
  );
};

const allOf = ({ default: main, ...named }: Exports): Exports => {
  if (typeof main === 'function' || isDynamic(main)) return { ...named, default: main };
  return { ...(Object(main) as Exports), ...named };
};

const preferred = (modules: ReadonlyMap<string, RootModule>): string | undefined => {
  if (modules.has('AppModule')) return 'AppModule';
  const different = new Set(modules.values());
  return different.size === 1 ? [...modules.keys()][0] : undefined;
};

const knownText = (names: readonly string[]): string =>
  names.length === 0 ? 'It exports no module at all.' : `Its modules are ${names.join(', ')}.`;

const METADATA = ['imports', 'providers', 'controllers', 'exports'];

/** `@Module({})` leaves nothing behind, so that the name counts too. */
const isModule = (value: unknown, name: string): value is RootModule =>
  isDynamic(value) ||
  (typeof value === 'function' &&
    (METADATA.some((key) => hasMetadata(key, value)) ||
      [name, value.name].some((one) => one.endsWith('Module'))));

const isDynamic = (value: unknown): value is DynamicModule =>
  typeof value === 'object' && value !== null && 'module' in value && typeof value.module === 'function';

const hasMetadata = (key: string, target: object): boolean => {
  const { hasOwnMetadata } = Reflect as {
    readonly hasOwnMetadata?: (key: string, target: object) => boolean;
  };
  return hasOwnMetadata?.(key, target) === true;
};
