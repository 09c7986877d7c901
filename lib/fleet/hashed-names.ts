import { createHash } from 'node:crypto';
import {
  canonicalName,
  isSecretReference,
  SECRET_REFERENCE_PREFIX,
} from '../sources/parameter-store/parameter-name.js';
import { namesOfSecret } from '../sources/secrets-manager/secret-change.js';
import type { Reference, SourceChange } from '../sources/source.interface.js';

/** A path has at most 15 levels. */
const MOST_LEVELS = 16;
const BYTES = 16;
const ANY_CLIENT = '';

/** Names as a fleet tells them: by hashes, which only a fleet of the same namespace computes alike. */
export class HashedNames {
  constructor(private readonly namespace: string) {}

  /** The hash of some parts, in their order. */
  hash(...parts: readonly string[]): string {
    return createHash('sha256')
      .update(JSON.stringify([this.namespace, ...parts]))
      .digest()
      .subarray(0, BYTES)
      .toString('base64url');
  }

  /** What a message has to name, so that it is about `reference`. */
  ofReference(reference: Reference): readonly string[] {
    const kind = reference.covers === undefined ? 'name' : 'path';
    return spellings(reference).flatMap(([source, name]) =>
      [ANY_CLIENT, reference.client].map((client) => this.hash(kind, source, client, name)),
    );
  }

  /** What a message about changes names: the names, and the paths above them. */
  ofChanges(changes: readonly SourceChange[]): readonly string[] {
    return [...new Set(changes.flatMap((change) => this.#ofChange(change)))];
  }

  #ofChange({ source, client = ANY_CLIENT, name }: SourceChange): readonly string[] {
    return spellings({ source, name }).flatMap(([origin, spelling]) => [
      this.hash('name', origin, client, spelling),
      ...(origin === 'ssm'
        ? pathsAbove(spelling).map((path) => this.hash('path', origin, client, path))
        : []),
    ]);
  }
}

/** All the ways to write a name that mean the same, with the source that tells of its changes. */
const spellings = ({
  source,
  name,
}: Pick<Reference, 'source' | 'name'>): readonly (readonly [source: string, name: string])[] => {
  if (source === 'secretsmanager') return namesOfSecret(name).map((one) => [source, one] as const);
  if (source !== 'ssm') return [[source, name]];
  if (!isSecretReference(name)) return [[source, canonicalName(name)]];
  const secret = name.slice(SECRET_REFERENCE_PREFIX.length);
  return namesOfSecret(secret).map((one) => ['secretsmanager', one] as const);
};

const pathsAbove = (name: string): readonly string[] => {
  const levels = (name.startsWith('/') ? name : `/${name}`).split('/').slice(0, -1).slice(0, MOST_LEVELS);
  return levels.map((_level, index) => canonicalName(levels.slice(0, index + 1).join('/') || '/'));
};
