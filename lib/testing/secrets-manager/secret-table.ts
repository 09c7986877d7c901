import { randomInt } from 'node:crypto';
import { awsError, validationException } from '../shared/aws-errors.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { invalidRequest, markedForDeletion, secretNotFound } from './secret-errors.js';
import type { StoredSecret } from './stored-secret.js';

const NAME = /^[\w/+=.@!-]+$/;
const SUFFIX = /-[A-Za-z0-9]{6}$/;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface NewSecret {
  readonly name: string;
  readonly description?: string | undefined;
  readonly keyId?: string | undefined;
  readonly tags?: ReadonlyMap<string, string>;
}

/** The secrets, by name. Those whose recovery window has passed are gone. */
export class SecretTable {
  readonly #secrets = new Map<string, StoredSecret>();
  readonly #settings: ServiceSettings;

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
  }

  get now(): number {
    return this.#settings.clock();
  }

  all(): StoredSecret[] {
    for (const { name, deletionDate } of this.#secrets.values()) {
      if (deletionDate !== undefined && deletionDate <= this.now) this.#secrets.delete(name);
    }
    return [...this.#secrets.values()];
  }

  /**
   * By name, ARN or ARN without its suffix. AWS takes the last hyphen and six characters of an ARN for the suffix,
   * also where they belong to the name.
   */
  find(id: string): StoredSecret | undefined {
    const secrets = this.all();
    if (!id.startsWith('arn:')) return secrets.find(({ name }) => name === id);
    return SUFFIX.test(id)
      ? secrets.find(({ arn }) => arn === id)
      : secrets.find(({ arn }) => arn.replace(SUFFIX, '') === id);
  }

  get(id: string): StoredSecret {
    const secret = this.find(id);
    if (secret === undefined) throw secretNotFound();
    return secret;
  }

  /** A secret that may be read and changed: not marked for deletion. */
  usable(id: string): StoredSecret {
    const secret = this.get(id);
    if (secret.deletionDate !== undefined) throw markedForDeletion();
    return secret;
  }

  create({ name, description, keyId, tags = new Map() }: NewSecret): StoredSecret {
    this.#checkNew(name);
    const { partition, region, accountId } = this.#settings;
    const suffix = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const secret: StoredSecret = {
      name,
      arn: `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`,
      tags,
      versions: new Map(),
      sharedWith: new Set(),
      created: this.now,
      description,
      keyId,
      changed: this.now,
      accessed: undefined,
      deletionDate: undefined,
      deletedDate: undefined,
    };
    this.#secrets.set(name, secret);
    return secret;
  }

  remove({ name }: StoredSecret): void {
    this.#secrets.delete(name);
  }

  #checkNew(name: string): void {
    if (!NAME.test(name)) {
      throw validationException(
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      );
    }
    const existing = this.find(name);
    if (existing === undefined) return;
    if (existing.deletionDate !== undefined) {
      throw invalidRequest(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    throw awsError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  }
}
