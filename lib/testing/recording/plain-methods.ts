const PARAMETER_METHODS = [
  'deleteParameter',
  'describeParameters',
  'getParameter',
  'getParameterHistory',
  'getParameters',
  'getParametersByPath',
  'labelParameterVersion',
  'putParameter',
] as const;

const SECRET_METHODS = [
  'batchGetSecretValue',
  'createSecret',
  'deleteSecret',
  'describeSecret',
  'getSecretValue',
  'listSecretVersionIds',
  'listSecrets',
  'putSecretValue',
  'restoreSecret',
  'updateSecret',
  'updateSecretVersionStage',
] as const;

export type ParameterMethod = (typeof PARAMETER_METHODS)[number];
export type SecretMethod = (typeof SECRET_METHODS)[number];

/** Each method that a client may have for an operation of AWS, with the name of the operation. */
export const OPERATION_OF_METHOD: ReadonlyMap<unknown, string> = new Map(
  [...PARAMETER_METHODS, ...SECRET_METHODS].map((method) => [
    method,
    method.charAt(0).toUpperCase() + method.slice(1),
  ]),
);
