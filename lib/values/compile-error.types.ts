/** What the compiler prints where a declaration cannot hold: nothing is assignable to it. */
export interface Message<Text extends string> {
  readonly error: Text;
}

export type IsAny<T> = 0 extends 1 & T ? true : false;
