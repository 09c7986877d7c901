import { isTree, type RawValue } from './raw-value.js';
import type { ValueReader } from './value-reader.interface.js';

/** Reads which parameters there are under a path. */
export class NameListReader implements ValueReader<readonly string[]> {
  read({ value }: RawValue): readonly string[] {
    return isTree(value) ? value.map(({ name }) => name) : [];
  }
}
