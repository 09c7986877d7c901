import { isPromiseLike } from '../data/is-promise-like.js';
import { sameContent, sameRawValue, type RawValue } from '../raw-value.js';
import type { Decoder } from './decoder.interface.js';

/** Reads each value once, however many views it is read for. */
export class SharedDecoder<T> implements Decoder<T> {
  readonly readsVersion: boolean;
  #last: { readonly raw: RawValue; readonly value: T | PromiseLike<T> } | undefined;

  constructor(private readonly decoder: Decoder<T>) {
    this.readsVersion = decoder.readsVersion === true;
  }

  read(raw: RawValue, name: string): T | PromiseLike<T> {
    const isSame = this.readsVersion ? sameRawValue : sameContent;
    if (this.#last !== undefined && isSame(this.#last.raw, raw)) return this.#last.value;
    const value = this.decoder.read(raw, name);
    const read = { raw, value };
    this.#last = read;
    if (isPromiseLike(value)) {
      value.then(undefined, () => {
        if (this.#last === read) this.#last = undefined;
      });
    }
    return value;
  }
}
