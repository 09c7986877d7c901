import { bytesIn } from '../../values/data/bytes.js';
import type { RawValue } from '../../values/raw-value.js';
import { asFields, listOf, malformedAnswer, modifiedAt, type Fields } from '../calls/answer-fields.js';
import type { SecretReference } from './secret-reference.js';

/** An ARN ends in a hyphen and six characters that are not part of the name. */
const withoutSuffix = (arn: unknown): unknown =>
  typeof arn === 'string' ? arn.replace(/-[A-Za-z0-9]{6}$/, '') : undefined;

const nameIn = (arn: unknown): unknown => {
  const partial = withoutSuffix(arn);
  return typeof partial === 'string' ? partial.replace(/^arn:.*:secret:/, '') : undefined;
};

/** The value in an answer of GetSecretValue. A client of one's own need not say whose it is. */
export const singleSecretValue = (answer: unknown, reference: SecretReference): RawValue => {
  const fields = asFields(answer);
  if (!mayBeOf(fields, reference.name)) throw malformedAnswer(reference.fullName, 'it is for another secret');
  return secretValue(fields, reference);
};

const mayBeOf = ({ Name, ARN }: Fields, id: string): boolean => {
  if (Name === id || ARN === id || (Name === undefined && ARN === undefined)) return true;
  return withoutSuffix(ARN) === id || nameIn(ARN) === id;
};

/** When a client that keeps answers read this one. */
export const fetchedAt = (answer: unknown): number | undefined => {
  const { fetchedAt: at } = asFields(answer);
  return typeof at === 'number' && Number.isFinite(at) ? at : undefined;
};

const secretValue = (
  { SecretString, SecretBinary, VersionId, CreatedDate }: Fields,
  { fullName }: SecretReference,
): RawValue => {
  const known = {
    version: typeof VersionId === 'string' ? VersionId : undefined,
    modifiedAt: modifiedAt(CreatedDate),
  };
  if (typeof SecretString === 'string') return { value: SecretString, type: 'SecretString', ...known };
  const bytes = bytesIn(SecretBinary);
  if (bytes !== undefined) return { value: Uint8Array.from(bytes), type: 'SecretBinary', ...known };
  throw malformedAnswer(fullName, 'it has neither text nor bytes as its value');
};

/** What came back for a batch, to be asked for each reference in whatever order AWS answered. */
export class SecretAnswers {
  readonly #values: readonly Fields[];
  /** Nothing where two secrets have one name. */
  readonly #byName: ReadonlyMap<unknown, Fields>;
  readonly #errors: ReadonlyMap<unknown, Fields>;
  readonly #asked: ReadonlySet<unknown>;

  constructor(answer: unknown, asked: readonly SecretReference[]) {
    this.#values = listOf(answer, 'SecretValues');
    const byName = new Map(this.#values.map((value) => [value.Name, value]));
    this.#byName = byName.size === this.#values.length ? byName : new Map();
    this.#errors = new Map(listOf(answer, 'Errors').map((error) => [error.SecretId, error]));
    this.#asked = new Set(asked.map(({ name }) => name));
  }

  /** `undefined` for a secret that the answer leaves out. Throws what AWS says of this one, in the shape of an SDK error. */
  valueFor(reference: SecretReference): RawValue | undefined {
    const { name } = reference;
    const error = this.#errors.get(name);
    if (error !== undefined) {
      const { ErrorCode, Message } = error;
      throw Object.assign(new Error('in a batch'), { name: ErrorCode, Message });
    }
    const value = this.#byName.get(name) ?? this.#find(name);
    return value && secretValue(value, reference);
  }

  /** Two accounts can share a name: what was asked for by name is, where there is a choice, not asked for by ARN. */
  #find(id: string): Fields | undefined {
    const byArn = this.#values.find(({ ARN }) => ARN === id || withoutSuffix(ARN) === id);
    if (byArn !== undefined) return byArn;
    const named = this.#values.filter(({ Name }) => Name === id);
    return named.find(({ ARN }) => !this.#asked.has(ARN) && !this.#asked.has(withoutSuffix(ARN))) ?? named[0];
  }
}
