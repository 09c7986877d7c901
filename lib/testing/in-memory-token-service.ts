import type { AwsRequestOptions } from './interfaces/aws-command.interface.js';
import type { InMemoryServiceOptions } from './interfaces/in-memory-service-options.interface.js';
import type * as Io from './interfaces/token-service.interface.js';
import { InMemoryService } from './shared/in-memory-service.js';
import { ServiceEngine } from './shared/service-engine.js';
import { serviceSettings } from './shared/service-settings.js';
import { Sessions } from './token-service/sessions.js';
import { tokenServiceOperations } from './token-service/token-service.operations.js';

/** The sessions that a token service began, for the local HTTP endpoint. */
export let sessionsOf: (service: InMemoryTokenService) => Sessions;

/**
 * AWS Security Token Service in memory, as far as the credentials of the SDK need it: it assumes roles, and tells who asks. Any role
 * of any account can be assumed, unless it is denied.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
 *
 * @example
 * ```ts
 * aws.sts.deny('arn:aws:iam::222222222222:role/writer');
 * ```
 *
 * @publicApi
 */
export class InMemoryTokenService extends InMemoryService {
  static {
    sessionsOf = (service) => service.#sessions;
  }

  readonly #sessions: Sessions;

  constructor(options: InMemoryServiceOptions = {}) {
    const settings = serviceSettings(options);
    const sessions = new Sessions(settings.clock);
    super(new ServiceEngine('Security Token Service', tokenServiceOperations(settings, sessions), settings), [
      'AssumeRole',
    ]);
    this.#sessions = sessions;
    this.latency = options.latency ?? 0;
  }

  /**
   * Gives credentials of a role for 15 minutes to 12 hours.
   *
   * @throws what AWS would throw, named as AWS names it: `AccessDenied` for a role that is denied
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
   *
   * @publicApi
   */
  assumeRole(input: Io.AssumeRoleInput, options?: AwsRequestOptions): Promise<Io.AssumeRoleOutput> {
    return this.call('AssumeRole', input, options);
  }

  /**
   * Tells whose the credentials of the request are.
   *
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
   *
   * @publicApi
   */
  getCallerIdentity(input: object = {}, options?: AwsRequestOptions): Promise<Io.GetCallerIdentityOutput> {
    return this.call('GetCallerIdentity', input, options);
  }
}
