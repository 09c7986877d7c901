import { InMemoryParameterStore } from '../in-memory-parameter-store.js';
import { InMemoryQueueService } from '../in-memory-queue-service.js';
import { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import { InMemoryTokenService, sessionsOf } from '../in-memory-token-service.js';
import type { InMemoryServiceOptions } from '../interfaces/in-memory-service-options.interface.js';
import type { LocalAwsService } from '../interfaces/local-aws.interface.js';
import { parametersOf } from '../parameter-store/parameter-store-contexts.js';
import { secretsOf } from '../secrets-manager/secret-lookup.js';
import { type Caller, testCaller } from '../shared/caller.js';
import { engineOf } from '../shared/in-memory-service.js';
import type { ServiceEngine } from '../shared/service-engine.js';
import type { StoredChange } from '../shared/stored-change.js';
import type { RequestScope } from './request-caller.js';

/** The services of one account in one region. */
export interface LocalPlace {
  readonly accountId: string;
  readonly region: string;
  readonly parameterStore: InMemoryParameterStore;
  readonly secretsManager: InMemorySecretsManager;
}

const ACCOUNT = /^\d{12}$/;

/** The accounts and regions behind one endpoint. As long as there is only one, it answers every request. */
export class LocalAccounts {
  readonly main: LocalPlace;
  readonly sts: InMemoryTokenService;
  readonly sqs: InMemoryQueueService;
  readonly #places = new Map<string, LocalPlace>();
  readonly #options: InMemoryServiceOptions;
  readonly #partition: string;
  /** What is told of each change, where somebody listens. */
  onChange: ((change: StoredChange, place: { accountId: string; region: string }) => void) | undefined;

  constructor(
    services: Pick<LocalPlace, 'parameterStore' | 'secretsManager'>,
    options: InMemoryServiceOptions,
  ) {
    const { accountId, region, partition } = engineOf(services.parameterStore).settings;
    this.#options = options;
    this.#partition = partition;
    this.sts = new InMemoryTokenService({ ...options, accountId, region, partition });
    this.sqs = new InMemoryQueueService({ ...options, accountId, region, partition });
    this.main = { accountId, region, ...services };
    this.#add(this.main);
  }

  get all(): readonly LocalPlace[] {
    return [...this.#places.values()];
  }

  /** The services in an account and a region, which are made when they are first asked for. */
  in(accountId: string, region: string): LocalPlace {
    const known = this.#places.get(`${accountId} ${region}`);
    if (known !== undefined) return known;
    const options = { ...this.#options, accountId, region, partition: this.#partition };
    const secretsManager = new InMemorySecretsManager({}, options);
    const parameterStore = new InMemoryParameterStore({}, { ...options, secretsManager });
    const place = { accountId, region, parameterStore, secretsManager };
    this.#add(place);
    return place;
  }

  /**
   * Whose a request is: of a session that was begun here, or of the account whose number is the access key id; otherwise of the
   * first account.
   *
   * @throws what AWS answers to credentials that are unknown or expired
   */
  callerOf(scope: RequestScope | undefined): Caller | undefined {
    if (scope === undefined) return undefined;
    const { accessKeyId } = scope;
    const session = sessionsOf(this.sts).callerOf(scope);
    return session ?? (ACCOUNT.test(accessKeyId) ? testCaller(this.#partition, accessKeyId) : undefined);
  }

  /** The service that answers a request. */
  engine(
    service: LocalAwsService,
    { accountId = this.main.accountId }: Partial<Caller> = {},
    region = this.main.region,
  ): ServiceEngine {
    if (service === 'sts') return engineOf(this.sts);
    if (service === 'sqs') return engineOf(this.sqs);
    const place = this.#places.size === 1 ? this.main : this.in(accountId, region);
    return engineOf(service === 'ssm' ? place.parameterStore : place.secretsManager);
  }

  #add(place: LocalPlace): void {
    const { accountId, region, parameterStore, secretsManager } = place;
    this.#places.set(`${accountId} ${region}`, place);
    const neighbour = (account: string): LocalPlace | undefined => this.#places.get(`${account} ${region}`);
    const neighbours = {
      parameterStore: (account: string) => {
        const other = neighbour(account);
        return other && parametersOf(other.parameterStore);
      },
      secretsManager: (account: string) => {
        const other = neighbour(account);
        return other && secretsOf(other.secretsManager);
      },
    };
    for (const { settings } of [engineOf(parameterStore), engineOf(secretsManager)]) {
      settings.neighbours = neighbours;
      settings.onChange = (change) => this.onChange?.(change, { accountId, region });
    }
  }
}
