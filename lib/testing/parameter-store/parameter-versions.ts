import { awsError } from '../shared/aws-errors.js';
import type { StoredParameter, StoredVersion } from './stored-parameter.js';

const MAX_LABELS = 10;
const LABEL = /^(?!\d|aws|ssm)[\w.-]+$/i;

/** The version that a selector chooses: digits are a version, anything else is a label. */
export function selectVersion(
  parameter: StoredParameter,
  selector: string | undefined,
): StoredVersion | undefined {
  if (selector === undefined) return parameter.latest;
  if (/^\d+$/.test(selector)) return parameter.versions.get(Number(selector));
  return [...parameter.versions.values()].find(({ labels }) => labels.has(selector));
}

export function versionNotFound(name: string, version: string | number): Error {
  return awsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );
}

/**
 * Attaches labels; those on another version move.
 *
 * @returns the labels that AWS refuses because of their form
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
 */
export function labelVersion(
  parameter: StoredParameter,
  labels: readonly string[],
  version: StoredVersion,
): string[] {
  const valid = labels.filter((label) => LABEL.test(label));
  if (new Set([...version.labels, ...valid]).size > MAX_LABELS) {
    throw awsError(
      'ParameterVersionLabelLimitExceeded',
      'A parameter version can have maximum 10 labels.Move one or more labels to another version and try again.',
    );
  }
  for (const label of valid) {
    for (const other of parameter.versions.values()) other.labels.delete(label);
    version.labels.add(label);
  }
  return labels.filter((label) => !LABEL.test(label));
}
