import type { FitValueOptions, HandleValue } from '../cache/handle-value.types.js';
import type { SsmName } from '../options/name.js';
import type { TransformInPlace } from '../values/transform.interface.js';
import type { SsmCacheConfigSecret, SsmCacheConfigSecrets } from './ssm-cache-config.interface.js';

/** The values of secrets, each at its place: text, unless a transform or a schema makes something else of it. */
export type SecretValues<Secrets> = {
  -readonly [Property in keyof Secrets]: Secrets[Property] extends { readonly id: SsmName }
    ? HandleValue<Secrets[Property]>
    : SecretValues<Secrets[Property]>;
};

/** Rejects an option of a secret that there is not, and a default that is not what is read. */
export type FitSecrets<Secrets> = {
  readonly [Property in keyof Secrets]: Secrets[Property] extends { readonly id: SsmName }
    ? TransformInPlace & FitValueOptions<Secrets[Property], SsmCacheConfigSecret>
    : Secrets[Property] extends SsmCacheConfigSecrets
      ? FitSecrets<Secrets[Property]>
      : unknown;
};

/** What is loaded without a schema: the secrets, and whatever is under a path. */
export type ConfigOfSecrets<Secrets, Path> = SecretValues<Secrets> &
  (Path extends SsmName ? Record<string, unknown> : unknown);
