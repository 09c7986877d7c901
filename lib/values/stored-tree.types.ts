import type { IsAny } from './compile-error.types.js';

/** Whether the leaves of a type are text and lists of it; `boolean` for a union in which some are. */
export type IsTree<Value> =
  IsAny<Value> extends true
    ? true
    : unknown extends Value
      ? true
      : Value extends string | readonly string[] | undefined
        ? true
        : Value extends readonly unknown[] | ((...args: any[]) => unknown)
          ? false
          : Value extends object
            ? false extends { [Key in keyof Value]-?: IsTree<Value[Key]> }[keyof Value]
              ? false
              : true
            : false;
