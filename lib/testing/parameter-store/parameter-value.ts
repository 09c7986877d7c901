import { awsError, validationException } from '../shared/aws-errors.js';

const STANDARD_LENGTH = 4096;
const ADVANCED_LENGTH = 8192;

const DATA_TYPES = new Set([
  'text',
  'aws:ec2:image',
  'aws:ssm:integration',
  'aws:region',
  'aws:account:id',
  'boolean',
  'integer',
  'float',
  'binary',
  'hostname',
  'email',
  'ipv4-address',
  'ipv6-address',
  'url',
  'json',
  'jsonc',
]);

/** The tier that a value is kept in, if it is short enough for what was asked. */
export function tierFor(value: string, asked: string): 'Standard' | 'Advanced' {
  const { length } = value;
  if (asked === 'Standard' && length > STANDARD_LENGTH) {
    throw validationException(
      'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    );
  }
  if (length > ADVANCED_LENGTH) {
    throw validationException(
      'Advanced tier parameters support a maximum parameter value of 8192 characters.',
    );
  }
  return asked === 'Advanced' || length > STANDARD_LENGTH ? 'Advanced' : 'Standard';
}

/** Refuses values that AWS refuses. No message quotes the value. */
export function checkValue(value: string, allowedPattern: string | undefined): void {
  if (/\{\{.*\}\}/s.test(value)) {
    throw validationException(
      'Parameter value: can\'t nest another parameter. Do not use "{{}}" in the value.',
    );
  }
  if (allowedPattern !== undefined && !patternOf(allowedPattern).test(value)) {
    throw awsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
  }
}

function patternOf(allowedPattern: string): RegExp {
  try {
    return new RegExp(`^(?:${allowedPattern})$`);
  } catch {
    throw awsError('InvalidAllowedPatternException', `The allowedPattern is not valid: ${allowedPattern}`);
  }
}

export function checkDataType(dataType: string): void {
  if (!DATA_TYPES.has(dataType)) {
    throw validationException(
      `The following data type is not supported: ${dataType} (Data type names are all lowercase.)`,
    );
  }
}
