import type { Permission } from '../sources/source.interface.js';

/**
 * A value that a class, a constructor or a configuration of the application declares, or the queue of its module.
 *
 * @publicApi
 */
export interface SsmDeclaration {
  /** Where it is declared, such as `OrdersRepository.password`. */
  readonly owner: string;
  /** The service that has it: `ssm` for Parameter Store, `secretsmanager`, or `sqs` for a queue. */
  readonly source: string;
  /** `path` for all the parameters under a path, `queue` for what tells of changes, otherwise `name`. */
  readonly kind: 'name' | 'path' | 'queue';
  /** The whole name, with its base path or prefix, or the ARN; without a selector. What a function returned, where it is one. */
  readonly name: string;
  /** The version, label or stage that is asked for; `undefined` for the current one. */
  readonly version: string | undefined;
  /** The client that reads it: `default`, or one of `clients`. */
  readonly client: string;
  /** The region that it is read in, as far as its ARN or the options of the client tell. */
  readonly region: string | undefined;
  /** The type of the property or of the injected handle, such as `string`, `number`, `Promise` or `SsmParameter`. */
  readonly type: string;
  /** Whether the application starts without it. */
  readonly optional: boolean;
  /** What a role needs to read it, beside the permission to decrypt. */
  readonly permissions: readonly Permission[];
}
