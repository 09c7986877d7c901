/** The part of `ConfigService` that is used; the package that it is from is not imported. */
export interface ConfigServiceLike {
  get(path: string): unknown;
  set(path: string | readonly string[], value: unknown): void;
}

export const isConfigService = (value: unknown): value is ConfigServiceLike => {
  if (typeof value !== 'object' || value === null || !('changes$' in value)) return false;
  const { get, set } = value as Partial<ConfigServiceLike>;
  return typeof get === 'function' && typeof set === 'function';
};
