import { INTERNALS } from '../runtime/internals.js';
import type { EntryView } from '../engine/entry-view.js';
import { SsmHandle } from './ssm-handle.js';

/**
 * One secret of Secrets Manager, kept fresh. Its `version` is the `VersionId`.
 *
 * @example
 * ```ts
 * const password = cache.secret('prod/db', { key: 'password', maxAge: 300 });
 * await password.get();
 * ```
 *
 * @publicApi
 */
export class SecretsManagerParameter<T = string> extends SsmHandle<T, string> {
  /** @internal What handles of this class are of, whichever copy of the package it is from. */
  static readonly [INTERNALS] = 'secret';

  /** @internal */
  static of<T>(view: EntryView<T>): SecretsManagerParameter<T> {
    return new SecretsManagerParameter(view);
  }
}
