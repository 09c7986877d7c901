/** What a run of the suites claims to be, as `jest.config.ts` sets it. */
export interface World {
  readonly nest: 10 | 11 | 12;
  readonly modules: 'commonjs' | 'esm';
  readonly compiler: 'tsc' | 'swc';
  /** Whether class fields are defined, as ES2022 does, or assigned, as TypeScript did before. */
  readonly definesFields: boolean;
}

export const { world } = globalThis as unknown as { readonly world: World };
