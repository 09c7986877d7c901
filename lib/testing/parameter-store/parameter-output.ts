import type {
  ParameterHistoryOutput,
  ParameterMetadataOutput,
  ParameterOutput,
} from '../interfaces/parameter-store.interface.js';
import type { StoredParameter, StoredVersion } from './stored-parameter.js';

export function parameterOutput(
  name: string,
  arn: string,
  version: StoredVersion,
  withDecryption: boolean | undefined,
  selector?: string,
): ParameterOutput {
  return {
    Name: name,
    Type: version.type,
    Value: visibleValue(version, withDecryption),
    Version: version.version,
    ...(selector === undefined ? {} : { Selector: `:${selector}` }),
    LastModifiedDate: new Date(version.modified),
    ARN: arn,
    DataType: version.dataType,
  };
}

export function metadataOutput(
  { name, arn, latest }: StoredParameter,
  user: string,
): ParameterMetadataOutput {
  return { ARN: arn, ...common(name, latest, user) };
}

export function historyOutput(
  name: string,
  version: StoredVersion,
  user: string,
  withDecryption: boolean | undefined,
): ParameterHistoryOutput {
  return {
    ...common(name, version, user),
    Value: visibleValue(version, withDecryption),
    Labels: [...version.labels].toSorted(),
  };
}

function common(name: string, version: StoredVersion, user: string): Omit<ParameterMetadataOutput, 'ARN'> {
  return {
    Name: name,
    Type: version.type,
    ...(version.keyId === undefined ? {} : { KeyId: version.keyId }),
    LastModifiedDate: new Date(version.modified),
    LastModifiedUser: user,
    ...(version.description === undefined ? {} : { Description: version.description }),
    ...(version.allowedPattern === undefined ? {} : { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

function visibleValue({ value, ciphertext }: StoredVersion, withDecryption: boolean | undefined): string {
  return withDecryption === true ? value : (ciphertext ?? value);
}
