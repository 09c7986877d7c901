import type { Abstract } from '@nestjs/common';

const KEY = Symbol.for('nestjs-ssm-cache:tokens');

const tokens = ((globalThis as { [KEY]?: Map<string, Abstract<unknown>> })[KEY] ??= new Map());

/**
 * The token of a name, which the ESM and the CommonJS copy of the package share. It is a class, since auto-mockers make
 * doubles of classes alone. Nest prints the name where nothing provides it.
 */
export const sharedToken = <T>(name: string): Abstract<T> => {
  const known = tokens.get(name);
  if (known !== undefined) return known as Abstract<T>;
  const token = Object.defineProperty(class {}, 'name', { value: name }) as unknown as Abstract<T>;
  tokens.set(name, token);
  return token;
};
