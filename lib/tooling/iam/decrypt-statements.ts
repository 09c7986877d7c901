import type { Grants } from './grants.js';
import type { IamStatement } from './iam-policy.interface.js';
import { compact } from './resource-list.js';
import { oneOrMore } from './one-or-more.js';

interface DecryptingService {
  readonly service: string;
  /** What the service sends to KMS with each request, by which a policy can tell what is decrypted. */
  readonly context: string;
  readonly encryptedIn: (grants: Grants) => readonly string[];
}

/** A reference to a secret is decrypted by Secrets Manager, and a path itself is no parameter. */
const SERVICES: readonly DecryptingService[] = [
  {
    service: 'ssm',
    context: 'PARAMETER_ARN',
    encryptedIn: (grants) => [
      ...resourcesOf(grants, 'ssm:GetParameters').filter((arn) => !arn.includes(':parameter/aws/reference/')),
      ...resourcesOf(grants, 'ssm:GetParametersByPath').filter((arn) => arn.endsWith('*')),
    ],
  },
  {
    service: 'secretsmanager',
    context: 'SecretARN',
    encryptedIn: (grants) => resourcesOf(grants, 'secretsmanager:GetSecretValue'),
  },
];

const resourcesOf = (grants: Grants, action: string): readonly string[] => grants.get(action) ?? [];

/**
 * Decrypting with keys of one's own: only through the service, and only what the role may read.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/services-parameter-store.html#parameter-store-encryption-context
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export const decryptStatements = (grants: Grants, kmsKeys: readonly string[]): readonly IamStatement[] => {
  const regions = [...new Set(kmsKeys.map(regionOf))].toSorted();
  return SERVICES.flatMap(({ service, context, encryptedIn }) =>
    regions.flatMap((region): IamStatement[] => {
      const encrypted = compact(encryptedIn(grants).filter((arn) => regionOf(arn) === region));
      if (encrypted.length === 0) return [];
      const via = viaService(service, region);
      const isLike = encrypted.some((arn) => /[*?]/.test(arn));
      const of = { [`kms:EncryptionContext:${context}`]: oneOrMore(encrypted) };
      return [
        {
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: oneOrMore(kmsKeys.filter((key) => regionOf(key) === region)),
          Condition: {
            StringEquals: { 'kms:ViaService': via, ...(!isLike && of) },
            ...(isLike && { StringLike: of }),
          },
        },
      ];
    }),
  );
};

export const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/** In China both endings have been seen. Only AWS can set the condition key. */
const viaService = (service: string, region: string): string | readonly string[] => {
  const host = `${service}.${region}.amazonaws.com`;
  return region.startsWith('cn-') ? [host, `${host}.cn`] : host;
};
