import type { Provider } from '@nestjs/common';
import { ClientOverrides } from './config/client-overrides.js';
import { InvalidDeclarationError } from './errors/index.js';
import { clientsNotListedMessage, noSuchClientMessage } from './errors/errors.messages.js';
import type { SsmCacheClientOptions } from './options/ssm-cache-options.interface.js';
import { secretsManagerClientOf, ssmClientOf } from './sources/clients/aws-clients.js';
import type { SecretsManagerClientLike, SsmClientLike } from './sources/clients/aws-clients.interface.js';
import {
  getSecretsManagerClientToken,
  getSsmClientToken,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
} from './ssm-cache.constants.js';

type Clients = Readonly<Record<string, SsmCacheClientOptions>>;
type Options = SsmCacheClientOptions & { readonly clients?: Clients };

/** The clients of one account and region, as Nest has them under their tokens. */
export interface ClientPair {
  readonly ssmClient: SsmClientLike;
  readonly secretsManagerClient: SecretsManagerClientLike;
}

/** Token of the further clients, by their names. */
export const NAMED_CLIENTS_TOKEN = 'SSM_CACHE:NAMED_CLIENTS';

/** Token of what tells that Nest has made a client. It is no token of a client, whatever that one's name. */
export const overrideToken = (clientToken: string): string => `SSM_CACHE:OVERRIDE:${clientToken}`;

type Factory = (options: Options) => unknown;

/** The factory of each client by its token: another one in its place is an override. It is made once for each token. */
const factories = new Map<string, Factory>();

const factoryOf = (token: string, make: Factory): Factory => {
  const factory = factories.get(token) ?? make;
  factories.set(token, factory);
  return factory;
};

/**
 * The providers of the further clients, each under a token of its own.
 *
 * @param optionsToken the token of the module's options
 * @param shown the options as they were given
 */
export const namedClientProviders = (
  names: readonly string[],
  optionsToken: string,
  shown: (options: Options) => Options,
): Provider[] => {
  const tokens = names.flatMap((name) => [getSsmClientToken(name), getSecretsManagerClientToken(name)]);
  const ofName = (name: string) => (options: Options) => listed(shown(options), name);
  return [
    ...names.flatMap((name): Provider[] => [
      {
        provide: getSsmClientToken(name),
        inject: [optionsToken],
        useFactory: factoryOf(getSsmClientToken(name), (options) => ssmClientOf(ofName(name)(options))),
      },
      {
        provide: getSecretsManagerClientToken(name),
        inject: [optionsToken],
        useFactory: factoryOf(getSecretsManagerClientToken(name), (options) =>
          secretsManagerClientOf(ofName(name)(options)),
        ),
      },
    ]),
    ...tokens.map((token) => ({
      provide: overrideToken(token),
      inject: [ClientOverrides, token],
      useFactory: (overrides: ClientOverrides, client: unknown) => overrides.settle(token, client),
    })),
    {
      provide: NAMED_CLIENTS_TOKEN,
      inject: tokens,
      useFactory: (...clients: unknown[]) => pairs(names, clients),
    },
  ];
};

/** Throws for further clients of the options that no token was made for. */
export const checkAreListed = (clients: Clients, made: Readonly<Record<string, ClientPair>>): void => {
  const unlisted = Object.keys(clients).filter((name) => !Object.hasOwn(made, name));
  if (unlisted.length > 0) {
    throw new InvalidDeclarationError(clientsNotListedMessage(unlisted), { names: unlisted });
  }
};

export const clientTokens = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [getSsmClientToken(name), getSecretsManagerClientToken(name)]);

/** The factories of all clients that any module has, by their tokens. */
export const clientFactories = (
  makeSsmClient: unknown,
  makeSecretsManagerClient: unknown,
): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    [SSM_CLIENT, makeSsmClient],
    [SECRETS_MANAGER_CLIENT, makeSecretsManagerClient],
    ...factories,
  ]);

const listed = ({ clients = {} }: Options, name: string): SsmCacheClientOptions => {
  const options = Object.hasOwn(clients, name) ? clients[name] : undefined;
  if (options === undefined)
    throw new InvalidDeclarationError(noSuchClientMessage(name, Object.keys(clients)), { names: [name] });
  return options;
};

const pairs = (names: readonly string[], clients: readonly unknown[]): Readonly<Record<string, ClientPair>> =>
  Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        ssmClient: clients[2 * index] as SsmClientLike,
        secretsManagerClient: clients[2 * index + 1] as SecretsManagerClientLike,
      },
    ]),
  );
