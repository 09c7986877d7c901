import { randomInt } from 'node:crypto';
import { awsError, validationException } from '../shared/aws-errors.js';
import { LaggingViews } from '../shared/lag.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import type { SecretCall, SecretChange } from '../shared/stored-change.js';
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
  readonly #seen: LaggingViews<StoredSecret>;

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
    this.#seen = new LaggingViews(settings.lag, settings.clock, copyOf);
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
    return findIn(this.all(), id);
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

  /** The same as a read sees it: a change may not have come everywhere yet. */
  readable(id: string): StoredSecret {
    this.all();
    const secret = findIn(this.#seen.allSeen(this.#secrets), id);
    if (secret === undefined) throw secretNotFound();
    if (secret.deletionDate !== undefined) throw markedForDeletion();
    return secret;
  }

  /**
   * Changes a secret, and tells of it.
   *
   * @param request what the call said, without the value
   */
  change<T>(name: string, call: SecretCall, request: SecretChange['request'], work: () => T): T {
    const existing = this.#secrets.get(name);
    const before = existing && copyOf(existing);
    const result = work();
    this.#seen.note(name, before);
    const secret = this.#secrets.get(name) ?? before;
    if (secret === undefined) return result;
    const stages = stagesOf(before);
    const moved = Array.from(stagesOf(secret), ([stage, versionId]) => ({ stage, versionId })).filter(
      ({ stage, versionId }) => stages.get(stage) !== versionId,
    );
    this.#settings.onChange?.({
      service: 'secretsmanager',
      call,
      name: secret.name,
      arn: secret.arn,
      request,
      moved,
    });
    return result;
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

const stagesOf = (secret: StoredSecret | undefined): ReadonlyMap<string, string> =>
  new Map(
    [...(secret?.versions.values() ?? [])].flatMap(({ id, stages }) =>
      Array.from(stages, (stage) => [stage, id] as const),
    ),
  );

function copyOf(secret: StoredSecret): StoredSecret {
  const copies = Array.from(
    secret.versions,
    ([id, version]) => [id, { ...version, stages: new Set(version.stages) }] as const,
  );
  return { ...secret, versions: new Map(copies) };
}

function findIn(secrets: readonly StoredSecret[], id: string): StoredSecret | undefined {
  if (!id.startsWith('arn:')) return secrets.find(({ name }) => name === id);
  return SUFFIX.test(id)
    ? secrets.find(({ arn }) => arn === id)
    : secrets.find(({ arn }) => arn.replace(SUFFIX, '') === id);
}
