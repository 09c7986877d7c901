import type { AnyHandle } from '../cache/handles.js';

/** A handle that is made when one of its members is used: until then the cache knows nothing of it. */
export const lateHandle = (handleClass: { readonly prototype: object }, make: () => AnyHandle): AnyHandle => {
  const { prototype } = handleClass;
  return new Proxy(Object.create(prototype) as AnyHandle, {
    get: (_target, key) => {
      if (key === 'constructor' || !(key in prototype)) return Reflect.get(prototype, key) as unknown;
      const handle = make();
      const member: unknown = Reflect.get(handle, key, handle);
      return typeof member === 'function' ? (member.bind(handle) as unknown) : member;
    },
  });
};
