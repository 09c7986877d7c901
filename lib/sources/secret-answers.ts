import type { RawValue } from '../values/raw-value.interface.js';
import { isFields, listOf, type Fields } from './answer-fields.js';
import type { SecretReference } from './secret-reference.js';
import { nonsense } from './nonsense.js';

/** An ARN ends in a hyphen and six characters that are not part of the name. */
const withoutSuffix = (arn: unknown): unknown =>
  typeof arn === 'string' ? arn.replace(/-[A-Za-z0-9]{6}$/, '') : undefined;

/** The value in an answer of GetSecretValue, or in one of BatchGetSecretValue's. */
export const secretValue = (answer: unknown, { fullName }: SecretReference): RawValue => {
  const { SecretString, SecretBinary, VersionId } = isFields(answer) ? answer : {};
  const version = typeof VersionId === 'string' ? VersionId : undefined;
  if (typeof SecretString === 'string') return { value: SecretString, type: 'SecretString', version };
  if (SecretBinary instanceof Uint8Array)
    return { value: Uint8Array.from(SecretBinary), type: 'SecretBinary', version };
  throw nonsense(fullName, 'it has neither text nor bytes as its value');
};

/** What came back for a batch, to be asked for each reference in whatever order AWS answered. */
export class SecretAnswers {
  readonly #values: readonly Fields[];
  readonly #errors: readonly Fields[];

  constructor(answer: unknown) {
    this.#values = listOf(answer, 'SecretValues');
    this.#errors = listOf(answer, 'Errors');
  }

  /** Throws what AWS says of this one secret, in the shape of an error of the SDK. */
  valueFor(reference: SecretReference): RawValue {
    const { name, fullName } = reference;
    const value =
      this.#values.find(({ Name, ARN }) => Name === name || ARN === name) ??
      this.#values.find(({ ARN }) => withoutSuffix(ARN) === name);
    if (value !== undefined) return secretValue(value, reference);
    const error = this.#errors.find(({ SecretId }) => SecretId === name);
    throw error === undefined ? nonsense(fullName, 'it is not among the answers') : { name: error.ErrorCode };
  }
}
