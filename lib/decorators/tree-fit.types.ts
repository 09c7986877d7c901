import type { ReadOnlyMap } from '../values/data/read-only-map.js';
import type { Message } from '../values/compile-error.types.js';
import type { IsTree } from '../values/stored-tree.types.js';
import type { Held } from './held-value.types.js';

/** Rejects a property that cannot hold the parameters under a path as they are stored, in the shape asked for. */
export type FitTree<Property, Options> =
  unknown extends Held<Property>
    ? unknown
    : IsObject<NonNullable<Held<Property>>> extends true
      ? Options extends { readonly shape: 'map' }
        ? FitMap<NonNullable<Held<Property>>>
        : FitLeaves<NonNullable<Held<Property>>>
      : Message<'All that is under a path is an object: declare one, or a Promise or an SsmParameterTree of it.'>;

type IsObject<Value> = [Value] extends [readonly unknown[] | ((...args: any[]) => unknown)]
  ? false
  : [Value] extends [object]
    ? true
    : false;

type FitMap<Value> = [ReadOnlyMap<string, any>] extends [Value]
  ? FitLeaves<Value extends ReadonlyMap<any, infer Leaf> ? Leaf : string>
  : Message<'In the shape of a map it is a ReadonlyMap by name: declare one.'>;

type FitLeaves<Value> =
  IsTree<Value> extends true
    ? unknown
    : Message<'Without a schema all that is under a path is text, or a list of it: declare string or string[] there, or give a schema.'>;
