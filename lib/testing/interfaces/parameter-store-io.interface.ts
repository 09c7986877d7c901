import type { AwsOutputMetadata } from './aws-command.interface.js';
import type {
  InMemoryParameterType,
  ParameterAttributes,
  ParameterFilterInput,
  ParameterHistoryOutput,
  ParameterMetadataOutput,
  ParameterOutput,
} from './parameter-store.interface.js';

export interface GetParameterInput {
  readonly Name: string | undefined;
  readonly WithDecryption?: boolean | undefined;
}

export interface GetParameterOutput extends AwsOutputMetadata {
  readonly Parameter?: ParameterOutput;
}

export interface GetParametersInput {
  readonly Names: readonly string[] | undefined;
  readonly WithDecryption?: boolean | undefined;
}

export interface GetParametersOutput extends AwsOutputMetadata {
  readonly Parameters?: ParameterOutput[];
  readonly InvalidParameters?: string[];
}

export interface GetParametersByPathInput {
  readonly Path: string | undefined;
  readonly Recursive?: boolean | undefined;
  readonly ParameterFilters?: readonly ParameterFilterInput[] | undefined;
  readonly WithDecryption?: boolean | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface GetParametersByPathOutput extends AwsOutputMetadata {
  readonly Parameters?: ParameterOutput[];
  readonly NextToken?: string;
}

export interface PutParameterInput {
  readonly Name: string | undefined;
  readonly Value: string | undefined;
  readonly Description?: string | undefined;
  readonly Type?: InMemoryParameterType | undefined;
  readonly KeyId?: string | undefined;
  readonly Overwrite?: boolean | undefined;
  readonly AllowedPattern?: string | undefined;
  readonly Tags?:
    readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] | undefined;
  readonly Tier?: ParameterAttributes['tier'] | undefined;
  readonly Policies?: string | undefined;
  readonly DataType?: string | undefined;
}

export interface PutParameterOutput extends AwsOutputMetadata {
  readonly Version?: number;
  readonly Tier?: 'Standard' | 'Advanced';
}

export interface DeleteParameterInput {
  readonly Name: string | undefined;
}

export interface LabelParameterVersionInput {
  readonly Name: string | undefined;
  readonly ParameterVersion?: number | undefined;
  readonly Labels: readonly string[] | undefined;
}

export interface LabelParameterVersionOutput extends AwsOutputMetadata {
  readonly InvalidLabels?: string[];
  readonly ParameterVersion?: number;
}

export interface GetParameterHistoryInput {
  readonly Name: string | undefined;
  readonly WithDecryption?: boolean | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface GetParameterHistoryOutput extends AwsOutputMetadata {
  readonly Parameters?: ParameterHistoryOutput[];
  readonly NextToken?: string;
}

export interface DescribeParametersInput {
  readonly Filters?:
    | readonly { readonly Key: string | undefined; readonly Values: readonly string[] | undefined }[]
    | undefined;
  readonly ParameterFilters?: readonly ParameterFilterInput[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly Shared?: boolean | undefined;
}

export interface DescribeParametersOutput extends AwsOutputMetadata {
  readonly Parameters?: ParameterMetadataOutput[];
  readonly NextToken?: string;
}
