import { InvalidParameterError } from '../../errors/index.js';
import { emptyPathMessage } from '../../errors/errors.messages.js';
import { isTree, type RawValue } from '../raw-value.js';
import type { Decoder } from './decoder.interface.js';

/**
 * Refuses an empty listing until one was not empty. AWS has no error for a path that does not exist, and answers a misspelt one
 * with an empty listing. Later an empty listing means that all the parameters were deleted.
 */
export class FilledTreeDecoder implements Decoder<unknown> {
  #wasFilled = false;

  constructor(private readonly tree: Decoder<unknown>) {}

  read(raw: RawValue, path: string): unknown {
    this.#wasFilled ||= !isTree(raw.value) || raw.value.length > 0;
    if (!this.#wasFilled) throw new InvalidParameterError(emptyPathMessage(path), { names: [path] });
    return this.tree.read(raw, path);
  }
}
