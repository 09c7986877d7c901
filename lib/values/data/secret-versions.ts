import { InvalidVersionError } from '../../errors/index.js';
import { noCurrentVersionMessage } from '../../errors/errors.messages.js';
import { withBytesCopied } from './bytes.js';

/**
 * A stage that Secrets Manager gives to a version of a secret.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 * @publicApi
 */
export type SecretStage = 'AWSCURRENT' | 'AWSPREVIOUS' | 'AWSPENDING';

/** The current one first. */
export const SECRET_STAGES: readonly SecretStage[] = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];

/**
 * One version of a secret.
 *
 * @publicApi
 */
export interface SecretVersion<T = string> {
  /** The stage that the version has; of several, the first of AWSCURRENT, AWSPREVIOUS and AWSPENDING. */
  readonly stage: SecretStage;
  /** The `VersionId`. It is no secret: a JWT can carry it as its `kid`. */
  readonly versionId: string;
  /** The value of the version. */
  readonly value: T;
}

/**
 * Several versions of one secret, as they were at one moment. It cannot be changed, and shows no value when it is printed.
 *
 * @example
 * ```ts
 * @SsmSecret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }) private readonly keys!: SecretVersions<string>;
 *
 * signingKey = () => this.keys.current;
 * verifyingKey = (kid: string) => this.keys.byId(kid);
 * ```
 *
 * @publicApi
 */
export class SecretVersions<T = string> implements Iterable<SecretVersion<T>> {
  readonly #byStage: ReadonlyMap<SecretStage, SecretVersion<T>>;

  /**
   * Versions for a unit test, each stage at most once.
   *
   * @throws `InvalidVersionError` where no version has the stage `AWSCURRENT`
   *
   * @example
   * ```ts
   * new SecretVersions([{ stage: 'AWSCURRENT', versionId: 'one', value: 'key' }]);
   * ```
   */
  constructor(versions: Iterable<SecretVersion<T>>) {
    const given = new Map(Array.from(versions, (version) => [version.stage, Object.freeze({ ...version })]));
    if (!given.has('AWSCURRENT')) {
      throw new InvalidVersionError(noCurrentVersionMessage, { names: ['SecretVersions'] });
    }
    this.#byStage = given;
    Object.freeze(this);
  }

  /** The value of the version AWSCURRENT. */
  get current(): T {
    return withBytesCopied(this.#current.value);
  }

  /** The `VersionId` of the version AWSCURRENT. */
  get currentId(): string {
    return this.#current.versionId;
  }

  /** The value of the version AWSPREVIOUS; `undefined` where there is none, and where it was not asked for. */
  get previous(): T | undefined {
    return withBytesCopied(this.#byStage.get('AWSPREVIOUS')?.value);
  }

  /** The value of the version AWSPENDING; `undefined` where there is none, and where it was not asked for. */
  get pending(): T | undefined {
    return withBytesCopied(this.#byStage.get('AWSPENDING')?.value);
  }

  /**
   * The value of the version with this `VersionId`; `undefined` for any other text, and for `undefined`.
   *
   * @param versionId the `VersionId`, such as the `kid` of a token
   */
  byId(versionId: string | undefined): T | undefined {
    for (const version of this) if (version.versionId === versionId) return version.value;
    return undefined;
  }

  /** Each version once, the current one first. */
  *[Symbol.iterator](): IterableIterator<SecretVersion<T>> {
    const told = new Set<string>();
    for (const stage of SECRET_STAGES) {
      const version = this.#byStage.get(stage);
      if (version === undefined || told.has(version.versionId)) continue;
      told.add(version.versionId);
      yield { ...version, value: withBytesCopied(version.value) };
    }
  }

  /** What may be shown of it: the `VersionId` of each stage, never a value. */
  toJSON(): Readonly<Partial<Record<SecretStage, string>>> {
    return Object.fromEntries(
      SECRET_STAGES.flatMap((stage) => {
        const version = this.#byStage.get(stage);
        return version === undefined ? [] : [[stage, version.versionId]];
      }),
    );
  }

  /** What `util.inspect` and `console.log` show of it: never a value. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const shown = Object.entries(this.toJSON()).map(([stage, versionId]) => `${stage} ${versionId}`);
    return `${SecretVersions.name} { ${shown.join(', ')} }`;
  }

  get #current(): SecretVersion<T> {
    return this.#byStage.get('AWSCURRENT') as SecretVersion<T>;
  }
}
