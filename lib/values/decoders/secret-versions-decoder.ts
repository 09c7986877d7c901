import { TransformError } from '../../errors/index.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import { SecretVersions, type SecretStage, type SecretVersion } from '../data/secret-versions.js';
import { isTree, type NamedValue, type RawValue } from '../raw-value.js';
import type { Decoder } from './decoder.interface.js';

/** What becomes of a version: none where it is pending and cannot be used. */
type Read = SecretVersion<unknown> | undefined;

/** Reads several versions of a secret, each as it is declared. */
export class SecretVersionsDecoder implements Decoder<SecretVersions<unknown>> {
  readonly readsVersion = true;

  /** @param decoder of one version */
  constructor(private readonly decoder: Decoder<unknown>) {}

  read(raw: RawValue, name: string): SecretVersions<unknown> | PromiseLike<SecretVersions<unknown>> {
    const unusable = (error: unknown): never => {
      throw unusableError(error, name);
    };
    try {
      const versions = isTree(raw.value) ? raw.value.map((version) => this.#readOne(version)) : [];
      if (!versions.some(isPromiseLike)) return versionsOf(versions as readonly Read[]);
      return Promise.all(versions.map(async (version) => version))
        .then(versionsOf)
        .catch(unusable);
    } catch (error) {
      return unusable(error);
    }
  }

  /** A pending version may never become the current one: if it cannot be used, the others can all the same. */
  #readOne({ name, raw }: NamedValue): Read | PromiseLike<Read> {
    const stage = stageIn(name);
    const versionOf = (value: unknown): Read => ({ stage, versionId: String(raw.version), value });
    const withoutPending = (error: unknown): undefined => {
      if (stage !== 'AWSPENDING') throw error;
    };
    try {
      const value = this.decoder.read(raw, name);
      return isPromiseLike(value) ? Promise.resolve(value).then(versionOf, withoutPending) : versionOf(value);
    } catch (error) {
      return withoutPending(error);
    }
  }
}

/** The readers know the secret by its name, without the stage. */
const unusableError = (error: unknown, name: string): unknown =>
  error instanceof TransformError ? new TransformError(error.message, { names: [name] }) : error;

const versionsOf = (versions: readonly Read[]): SecretVersions<unknown> =>
  new SecretVersions(versions.filter((version) => version !== undefined));

/** The name of a version ends in its stage. */
const stageIn = (name: string): SecretStage => name.slice(name.lastIndexOf(':') + 1) as SecretStage;
