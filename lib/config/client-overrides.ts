import type { ModulesContainer } from '@nestjs/core';
import { loadsOf } from './config-loads.js';

/** A client that a test, or `SsmCacheTestingModule`, has put in place of the one that the module makes. */
interface Override {
  readonly client: Promise<unknown>;
  readonly settle: (client: unknown) => void;
}

/** The providers of a module by their tokens. */
interface Providers {
  get(token: string): { readonly metatype: unknown } | undefined;
}

/**
 * The clients that are overridden in an application. What `ssmCacheConfig()` loads is loaded by them: it cannot inject a
 * client, since `ConfigModule` calls it without arguments.
 */
export class ClientOverrides {
  readonly #overrides = new Map<string, Override>();

  /** @param made the factory of each client's provider, by its token; another one in its place is an override */
  constructor(providers: Providers, made: ReadonlyMap<string, unknown>) {
    for (const [token, factory] of made) {
      const provider = providers.get(token);
      if (provider !== undefined && provider.metatype !== factory) this.#overrides.set(token, unsettled());
    }
  }

  /** Offers them to the loaders that are providers of the application, before the first of them reads anything. */
  offerTo(modules: ModulesContainer): void {
    for (const { providers } of modules.values()) {
      for (const { metatype } of providers.values()) loadsOf(metatype)?.offer(this);
    }
  }

  /** Nest has made the provider of a client. */
  settle(token: string, client: unknown): void {
    this.#overrides.get(token)?.settle(client);
  }

  /** The client in place of the one that is made; `undefined` where none is. */
  of(token: string): Promise<unknown> | undefined {
    return this.#overrides.get(token)?.client;
  }
}

const unsettled = (): Override => {
  let resolveClient: ((client: unknown) => void) | undefined;
  const client = new Promise<unknown>((resolve) => {
    resolveClient = resolve;
  });
  return { client, settle: (overriding) => resolveClient?.(overriding) };
};
