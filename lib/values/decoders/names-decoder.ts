import { isTree, type RawValue } from '../raw-value.js';
import type { Decoder } from './decoder.interface.js';

/** Reads which parameters there are under a path. */
export class NamesDecoder implements Decoder<readonly string[]> {
  read(raw: RawValue): readonly string[] {
    return namesUnder(raw);
  }
}

/** The names of the parameters that a listing brought. */
export const namesUnder = ({ value }: RawValue): readonly string[] =>
  isTree(value) ? value.map(({ name }) => name) : [];
