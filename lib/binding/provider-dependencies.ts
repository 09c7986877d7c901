import 'reflect-metadata';
import type { ScannedModule } from './module-graph.js';

export type ScannedProvider = NonNullable<ReturnType<ScannedModule['providers']['get']>>;

/** What Nest injects, and where, as messages name it. */
export interface Dependency {
  readonly token: unknown;
  /** Such as `OrdersRepository(parameter 0)`, `OrdersRepository.pool`, or `POOL(parameter 0)` of a factory. */
  readonly label: string;
}

/** What Nest injects into a class or a factory, before any instance exists. */
export const dependenciesOf = ({ inject, metatype, name }: ScannedProvider): readonly Dependency[] => {
  const factoryTokens: readonly unknown[] | null | undefined = inject;
  if (factoryTokens != null)
    return factoryTokens.map((token, index) => ofParameter(nameOf(name), index, token));
  return typeof metatype === 'function' ? dependenciesOfClass(metatype) : [];
};

/** The same for a class. */
export const dependenciesOfClass = (metatype: { readonly name: string }): readonly Dependency[] => {
  const metadata = <T>(key: string): readonly T[] =>
    (Reflect.getMetadata(key, metatype) as readonly T[] | undefined) ?? [];
  const tokens = [...metadata('design:paramtypes')];
  for (const { index, param } of metadata<{ index: number; param: unknown }>('self:paramtypes')) {
    tokens[index] = param;
  }
  return [
    ...Array.from(tokens, (token, index) => ofParameter(metatype.name, index, token)),
    ...metadata<{ key: string | symbol; type: unknown }>('self:properties_metadata').map(({ key, type }) => ({
      label: `${metatype.name}.${String(key)}`,
      token: tokenOf(type),
    })),
  ];
};

const ofParameter = (owner: string, index: number, token: unknown): Dependency => ({
  label: parameterLabel(owner, index),
  token: tokenOf(token),
});

export const parameterLabel = (owner: string, index: number): string => `${owner}(parameter ${index})`;

/** The token behind `forwardRef()` and `{ token, optional }`. */
const tokenOf = (dependency: unknown): unknown => {
  if (typeof dependency !== 'object' || dependency === null) return dependency;
  if ('forwardRef' in dependency && typeof dependency.forwardRef === 'function') {
    return (dependency.forwardRef as () => unknown)();
  }
  return 'token' in dependency ? dependency.token : dependency;
};

const nameOf = (token: unknown): string => (typeof token === 'function' ? token.name : String(token));
