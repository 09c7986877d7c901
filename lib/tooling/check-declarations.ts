import type { DynamicModule, Type } from '@nestjs/common';
import { PreloadError, type PreloadFailure } from '../errors/index.js';
import { declarationOf } from './declaration-of.js';
import { lookAt } from './look-at.js';
import type { SsmCheck, SsmCheckReport, SsmCheckStatus } from './ssm-check.interface.js';
import type { BoundValue, ToolCache } from './tool-cache.js';
import type { CheckOptions } from './tooling-options.interface.js';

/**
 * Whether an application could read all that it declares: every name exists, may be read and decrypted, and fits its type, its
 * transform and its schema. AWS is asked as at the start of the application, in as few calls; the application itself is not
 * started. Values with `preload: false` are read too.
 *
 * @param module the root module of the application
 * @param options `timeout`; `against`, a file that is asked in place of AWS; and as for `describeDeclarations()`
 * @returns a check for each declaration, and the error that the application would not start with
 * @throws `PreloadError` that lists every declaration that is invalid; `InvalidDeclarationError` for a file that cannot be
 * used; the errors of Nest, such as for a missing provider
 *
 * @example
 * ```ts
 * const { checks, error } = await checkDeclarations(AppModule);
 * checks.filter(({ status }) => status === 'missing').map(({ declaration }) => declaration.name);
 * if (error !== undefined) throw error;
 * ```
 *
 * @publicApi
 */
export const checkDeclarations = (
  module: Type | DynamicModule,
  options: CheckOptions = {},
): Promise<SsmCheckReport> =>
  lookAt(module, { ...options, isReading: true }, async (caches) => {
    const found = await Promise.all(caches.map((cache) => check(cache, options.timeout)));
    const failures = found.flatMap((one) => one.failures);
    return {
      checks: found.flatMap((one) => one.checks),
      error: failures.length === 0 ? undefined : new PreloadError(failures),
    };
  });

interface Checked {
  readonly checks: readonly SsmCheck[];
  readonly failures: readonly PreloadFailure[];
}

const check = async (cache: ToolCache, timeout: number | undefined): Promise<Checked> => {
  const failures = await cache.load(timeout);
  const checks = cache.values.map((value): SsmCheck => {
    const error = failures.find((failure) => isOf(failure, value))?.error;
    return { declaration: declarationOf(value, cache), status: statusOf(value, error?.code), error };
  });
  return { checks, failures };
};

const isOf = ({ declaration, name }: PreloadFailure, { owner, view }: BoundValue): boolean =>
  declaration === owner && name === view.reference.fullName;

const STATUSES: Readonly<Record<string, SsmCheckStatus>> = {
  SSM_CACHE_INVALID_PARAMETER: 'missing',
  SSM_CACHE_ACCESS_DENIED: 'denied',
  SSM_CACHE_TRANSFORM: 'unusable',
};

const statusOf = ({ view }: BoundValue, code: string | undefined): SsmCheckStatus => {
  if (code !== undefined) return STATUSES[code] ?? 'failed';
  return view.isLoaded ? 'ok' : 'unchecked';
};
