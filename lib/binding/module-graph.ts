import { ModuleRef, type ModulesContainer } from '@nestjs/core';

export type ScannedModule = ModulesContainer extends Map<string, infer Scanned> ? Scanned : never;

type Token = Parameters<ScannedModule['providers']['has']>[0];

/** The module that a `ModuleRef` is of. */
export const moduleOf = (modules: ModulesContainer, moduleRef: ModuleRef): ScannedModule =>
  [...modules.values()].find(
    ({ providers }) => providers.get(ModuleRef)?.instance === moduleRef,
  ) as ScannedModule;

/**
 * The module whose provider Nest injects for `token` into what stands in `module`: itself, or one that exports it to it.
 * Global modules are among the imports of all others.
 *
 * @see https://docs.nestjs.com/modules#module-re-exporting
 */
export const providerModuleOf = (module: ScannedModule, token: unknown): ScannedModule | undefined =>
  module.providers.has(token as Token) ? module : exporterAmong(module.imports, token as Token, new Set());

/** Those whose classes get `token` from `host`, and from no other module, injected. */
export const modulesServedBy = (
  host: ScannedModule,
  token: unknown,
  modules: ModulesContainer,
): readonly ScannedModule[] =>
  [...modules.values()].filter((module) => providerModuleOf(module, token) === host);

const exporterAmong = (
  modules: Iterable<ScannedModule>,
  token: Token,
  seen: Set<ScannedModule>,
): ScannedModule | undefined => {
  for (const module of modules) {
    if (seen.has(module)) continue;
    seen.add(module);
    if (module.exports.has(token) && module.providers.has(token)) return module;
    const reexported = [...module.imports].filter(({ metatype }) => module.exports.has(metatype));
    const host = exporterAmong(reexported, token, seen);
    if (host !== undefined) return host;
  }
  return undefined;
};
