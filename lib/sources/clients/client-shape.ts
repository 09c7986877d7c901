import { InvalidClientError } from '../../errors/index.js';
import { invalidClientMessage, otherServiceClientMessage } from '../../errors/errors.messages.js';
import { memberOf } from '../calls/error-facts.js';
import type { CommandClient } from './aws-clients.interface.js';

/** What tells the clients of one service. */
interface Service {
  /** As the configuration of an SDK client names the service. */
  readonly id: string;
  readonly methods: readonly string[];
}

const SSM: Service = { id: 'SSM', methods: ['getParameters'] };
const SECRETS_MANAGER: Service = { id: 'Secrets Manager', methods: ['getSecretValue'] };
const SQS: Service = { id: 'SQS', methods: ['receiveMessage', 'deleteMessageBatch'] };

export const has = (client: unknown, method: string): boolean => {
  if ((typeof client !== 'object' && typeof client !== 'function') || client === null) return false;
  return typeof memberOf(client, method) === 'function';
};

export const isCommandClient = (client: unknown): client is CommandClient => has(client, 'send');

/** Throws an `InvalidClientError` for what has neither the methods nor `send()`, and for a client of another service. */
export const checkParameterStoreClient = (client: unknown, token: string): void =>
  checkClient(client, token, SSM, SECRETS_MANAGER);

/** The same for Secrets Manager. */
export const checkSecretsManagerClient = (client: unknown, token: string): void =>
  checkClient(client, token, SECRETS_MANAGER, SSM);

/** The same for SQS. */
export const checkQueueClient = (client: unknown, token: string): void =>
  checkClient(client, token, SQS, SSM);

const hasAll = (client: unknown, { methods }: Service): boolean =>
  methods.every((method) => has(client, method));

const checkClient = (client: unknown, token: string, service: Service, sibling: Service): void => {
  if (hasAll(client, service)) return;
  const names = [token];
  if (!isCommandClient(client))
    throw new InvalidClientError(invalidClientMessage(token, service.methods), { names });
  const other = otherService(client, service, sibling);
  if (other !== undefined)
    throw new InvalidClientError(otherServiceClientMessage(token, service.id, other), { names });
};

/** Any client of the SDK has `send()`, which says nothing of the commands that it knows. */
const otherService = (client: object, own: Service, sibling: Service): string | undefined => {
  const id = memberOf(memberOf(client, 'config'), 'serviceId');
  if (typeof id === 'string') return id === own.id ? undefined : id;
  return hasAll(client, sibling) ? sibling.id : undefined;
};
