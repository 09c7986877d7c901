import { INTERNALS } from '../runtime/internals.js';
import type { EntryView } from '../engine/entry-view.js';
import { SsmHandle } from './ssm-handle.js';

/**
 * One parameter of Parameter Store, kept fresh.
 *
 * @example
 * ```ts
 * const host = cache.parameter('/prod/db/host', { maxAge: 300 });
 * await host.get(); // fresh
 * host.value; // the last known value, at once
 * ```
 *
 * @publicApi
 */
export class SsmParameter<T = string> extends SsmHandle<T, number> {
  /** @internal What handles of this class are of, whichever copy of the package it is from. */
  static readonly [INTERNALS] = 'parameter';

  /** @internal */
  static of<T>(view: EntryView<T>): SsmParameter<T> {
    return new SsmParameter(view);
  }
}
