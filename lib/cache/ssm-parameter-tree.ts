import { INTERNALS } from '../runtime/internals.js';
import type { EntryView } from '../engine/entry-view.js';
import { SsmHandle } from './ssm-handle.js';

/**
 * All the parameters under a path, kept fresh as one: every read sees what one listing brought.
 *
 * @example
 * ```ts
 * const settings = cache.parameters<{ db: { host: string } }>('/prod', { maxAge: 300 });
 * (await settings.get()).db.host; // the parameter /prod/db/host
 * ```
 *
 * @publicApi
 */
export class SsmParameterTree<T = unknown> extends SsmHandle<T, never> {
  /** @internal What handles of this class are of, whichever copy of the package it is from. */
  static readonly [INTERNALS] = 'path';

  /** @internal */
  static of<T>(view: EntryView<T>): SsmParameterTree<T> {
    return new SsmParameterTree(view);
  }
}
