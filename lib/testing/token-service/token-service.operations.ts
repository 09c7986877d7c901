import { awsError, validationException } from '../shared/aws-errors.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { integer, structure, text } from '../shared/input-shape.js';
import { operation, type Operations } from '../shared/operation.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import type { AssumeRoleInput } from '../interfaces/token-service.interface.js';
import { randomId, type Sessions } from './sessions.js';

const ROLE = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.+\/)?([\w+=,.@-]+)$/;
const HOUR = 3600;
const FORBIDDEN = 403;

const assumeRoleShape = structure({
  'RoleArn!': text({ min: 20, max: 2048 }),
  'RoleSessionName!': text({ min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` }),
  DurationSeconds: integer(900, 12 * HOUR),
  ExternalId: text({ min: 2, max: 1224, sensitive: true }),
  Policy: text({ min: 1 }),
  SourceIdentity: text({ min: 2, max: 64 }),
  SerialNumber: text({ min: 9, max: 256 }),
  TokenCode: text({ min: 6, max: 6, sensitive: true }),
});

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function tokenServiceOperations({ access }: ServiceSettings, sessions: Sessions): Operations {
  return {
    AssumeRole: operation(
      assumeRoleShape,
      ({ RoleArn, RoleSessionName, DurationSeconds = HOUR }: HandledRequest<AssumeRoleInput>) => {
        const [, partition, accountId, role] = ROLE.exec(RoleArn) ?? [];
        if (partition === undefined || accountId === undefined || role === undefined)
          throw validationException('Request ARN is invalid');
        if (access.isDenied('sts:AssumeRole', [RoleArn, role]))
          throw notAssumable(access.caller.arn, RoleArn);
        const arn = `arn:${partition}:sts::${accountId}:assumed-role/${role}/${RoleSessionName}`;
        return {
          Credentials: sessions.begin({ accountId, arn }, DurationSeconds),
          AssumedRoleUser: { AssumedRoleId: `AROA${randomId(16)}:${RoleSessionName}`, Arn: arn },
        };
      },
    ),

    GetCallerIdentity: operation(structure({}), () => {
      const { accountId, arn } = access.caller;
      return { UserId: `AROA${accountId}TEST:${arn.split('/').at(-1)}`, Account: accountId, Arn: arn };
    }),
  };
}

const notAssumable = (user: string, role: string): Error =>
  awsError(
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    FORBIDDEN,
  );
