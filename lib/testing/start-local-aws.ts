import { InMemoryParameterStore } from './in-memory-parameter-store.js';
import { queuesOf } from './in-memory-queue-service.js';
import { InMemorySecretsManager } from './in-memory-secrets-manager.js';
import type { LocalAwsCall, LocalAwsOptions } from './interfaces/local-aws.interface.js';
import { listen } from './local-aws/http-server.js';
import { LocalAccounts } from './local-aws/local-accounts.js';
import { LocalAwsEvents } from './local-aws/local-aws-events.js';
import { LocalAws } from './local-aws/local-aws.js';
import { RequestHandler } from './local-aws/request-handler.js';
import { WireFaults } from './local-aws/wire-faults.js';
import { CallLog } from './shared/call-log.js';
import { nodeTimers } from './shared/delay.js';
import { Latency } from './shared/latency.js';

const MEBIBYTE = 1_048_576;
const TEN_SECONDS = 10_000;

/**
 * Starts Parameter Store, Secrets Manager, the Security Token Service and SQS behind a port of this machine. They speak the protocols of AWS: the clients of
 * every AWS SDK and the AWS CLI use them unmodified. State is in memory; it listens on 127.0.0.1 only, and answers no web
 * page: requests to a foreign host and requests of a browser from another origin get status 403.
 *
 * @param options the port, the first values, and how requests are answered
 * @returns what is listening; end it with `close()`
 * @throws `EADDRINUSE` and the like, if the port cannot be listened on
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 *
 * @example
 * ```ts
 * const aws = await startLocalAws({
 *   parameters: { '/prod/db/host': 'localhost' },
 *   secrets: { 'prod/db': { password: 's3cret' } },
 * });
 * const client = new SSMClient(aws.clientConfig());
 * aws.faults.next('reset');
 * await client.send(new GetParameterCommand({ Name: '/prod/db/host' }));
 * await aws.close();
 * ```
 *
 * @publicApi
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { latency: milliseconds, ...common } = options;
  const { secretsManager = new InMemorySecretsManager(options.secrets, common) } = options;
  const { parameterStore = new InMemoryParameterStore(options.parameters, { ...common, secretsManager }) } =
    options;
  const { clock, timers, order, pages } = options;
  const shared = { clock, timers, order, pages };
  const accounts = new LocalAccounts(
    { parameterStore, secretsManager },
    Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined)),
  );
  const events = eventsOf(options, accounts);
  if (events !== undefined) accounts.onChange = (change, place) => events.changed(change, place);
  const calls = new CallLog<LocalAwsCall>();
  const faults = new WireFaults(options.random ?? Math.random);
  const latency = new Latency(milliseconds);
  const handler = new RequestHandler({
    accounts,
    calls,
    faults,
    latency,
    timers: options.timers ?? nodeTimers,
    clock: options.clock ?? (() => Date.now()),
    requireSignature: options.requireSignature ?? false,
    maxBodyBytes: options.maxBodyBytes ?? MEBIBYTE,
    hosts: options.hosts ?? [],
  });
  const server = await listen({
    port: options.port ?? 0,
    requestTimeout: options.requestTimeout ?? TEN_SECONDS,
    handle: (request, response) => handler.handle(request, response),
  });
  return new LocalAws({ server, accounts, faults, calls, latency, events });
}

/** What sends events into a queue of its own; `undefined` where none are wanted. */
function eventsOf(options: LocalAwsOptions, accounts: LocalAccounts): LocalAwsEvents | undefined {
  if (options.events === undefined || options.events === false) return undefined;
  const wanted = options.events === true ? {} : options.events;
  const { queueName = 'changes' } = wanted;
  const queues = queuesOf(accounts.sqs);
  return new LocalAwsEvents(wanted, {
    queue: queues.create(queueName),
    queueUrl: () => queues.urlOf(queueName),
    topicArn: queues.arnOf(queueName).replace(':sqs:', ':sns:'),
    timers: options.timers ?? nodeTimers,
    random: options.random ?? Math.random,
    clock: options.clock ?? (() => Date.now()),
  });
}
