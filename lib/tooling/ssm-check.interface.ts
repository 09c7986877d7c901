import type { PreloadError, SsmCacheError } from '../errors/index.js';
import type { SsmDeclaration } from './ssm-declaration.interface.js';

/**
 * Whether a declared value can be read: `missing` where AWS does not know it, `denied` where the role may not read or decrypt
 * it, `unusable` where it does not fit its type, transform or schema, `failed` for any other reason. `unchecked` is a value
 * whose group could not be loaded because of another member.
 *
 * @publicApi
 */
export type SsmCheckStatus = 'ok' | 'missing' | 'denied' | 'unusable' | 'failed' | 'unchecked';

/**
 * A declared value, and whether it can be read. Nothing in it tells the value, its length or a hash of it.
 *
 * @publicApi
 */
export interface SsmCheck {
  /** What is declared. */
  readonly declaration: SsmDeclaration;
  /** Whether it can be read. */
  readonly status: SsmCheckStatus;
  /** Why it cannot be read. */
  readonly error: SsmCacheError | undefined;
}

/**
 * What `checkDeclarations()` has found.
 *
 * @publicApi
 */
export interface SsmCheckReport {
  /** One for each declaration, in their order. */
  readonly checks: readonly SsmCheck[];
  /** The error that the application would not start with; `undefined` where everything can be read. */
  readonly error: PreloadError | undefined;
}
