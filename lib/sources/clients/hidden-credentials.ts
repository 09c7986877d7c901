/** The options that can hold configurations of SDK clients. */
const CLIENTS = ['ssm', 'secretsManager'] as const;

type Options = Record<string, unknown>;

/**
 * The same options, with credentials behind a function where they are given as they are. The SDK takes both, and what prints
 * the options, or the module that holds them, prints no credentials.
 */
export const withHiddenCredentials = <O>(options: O): O => {
  if (!isObject(options)) return options;
  const clients = CLIENTS.filter((client) => isObject(credentialsOf(options, client)));
  if (clients.length === 0) return options;
  const copy = Object.assign(
    Object.create(Object.getPrototypeOf(options) as object | null),
    options,
  ) as Options;
  for (const client of clients) {
    const credentials = credentialsOf(options, client);
    const hidden = isComplete(credentials) ? async () => credentials : {};
    copy[client] = { ...(options[client] as object), credentials: hidden };
  }
  return copy as O;
};

const credentialsOf = (options: Options, client: string): unknown => {
  try {
    const config = options[client];
    return isObject(config) ? config.credentials : undefined;
  } catch {
    return undefined;
  }
};

/** What is not can only be refused, and shows nothing of what it holds. */
const isComplete = (credentials: unknown): boolean =>
  isObject(credentials) && 'accessKeyId' in credentials && 'secretAccessKey' in credentials;

const isObject = (value: unknown): value is Options => typeof value === 'object' && value !== null;
