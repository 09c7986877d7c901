import type { InMemorySecretsManager } from 'nestjs-ssm-cache/testing';

export const SECRET = 'prod/db';

/** The login of version `number` of a secret: user and password tell that they belong together. */
export const loginOf = (number: number): { username: string; password: string } => ({
  username: `user ${number}`,
  password: `password ${number}`,
});

/** A secret whose rotation a test does step by step. Its versions are numbered from 1. */
export class RotatedSecret {
  current = 1;
  pending: number | undefined;
  #latest = 1;

  constructor(
    private readonly store: InMemorySecretsManager,
    private readonly name = SECRET,
  ) {
    this.#put(1, ['AWSCURRENT']);
  }

  /** The first step of a rotation: a new version that is pending. @returns its number */
  create(value: object | string = loginOf(this.#latest + 1)): number {
    this.#latest += 1;
    this.pending = this.#latest;
    this.#put(this.#latest, ['AWSPENDING'], value);
    return this.#latest;
  }

  /** The last step: what is pending becomes current. */
  finish(): void {
    if (this.pending === undefined || this.pending === this.current) return;
    this.#move('AWSCURRENT', this.pending, this.current);
    this.current = this.pending;
  }

  /** A new version that is current at once. */
  put(): number {
    this.#latest += 1;
    this.#put(this.#latest, ['AWSCURRENT']);
    this.current = this.#latest;
    return this.#latest;
  }

  /** Makes the current version the pending one as well, as some rotations leave it. */
  markCurrentAsPending(): void {
    this.#move('AWSPENDING', this.current, this.pending);
    this.pending = this.current;
  }

  /** No version is pending any more. */
  abandon(): void {
    if (this.pending !== undefined) this.#move('AWSPENDING', undefined, this.pending);
    this.pending = undefined;
  }

  #put(number: number, VersionStages: readonly string[], value: object | string = loginOf(number)): void {
    const SecretString = typeof value === 'string' ? value : JSON.stringify(value);
    const ClientRequestToken = idOf(number);
    const isFirst = number === 1;
    void (isFirst
      ? this.store.createSecret({ Name: this.name, ClientRequestToken, SecretString })
      : this.store.putSecretValue({
          SecretId: this.name,
          ClientRequestToken,
          SecretString,
          VersionStages: [...VersionStages],
        }));
  }

  #move(VersionStage: string, to: number | undefined, from: number | undefined): void {
    void this.store.updateSecretVersionStage({
      SecretId: this.name,
      VersionStage,
      ...(to !== undefined && { MoveToVersionId: idOf(to) }),
      ...(from !== undefined && { RemoveFromVersionId: idOf(from) }),
    });
  }
}

/** The VersionId of a version. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
