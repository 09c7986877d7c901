import type { AwsCommand, AwsRequestOptions } from '../interfaces/aws-command.interface.js';
import { operationOfCommand } from '../shared/command-operation.js';
import { OPERATION_OF_METHOD } from './plain-methods.js';
import { readRecording } from './read-recording.js';
import type { ReplayClient } from './replay-client.interface.js';
import { Replay } from './replay.js';

/**
 * Answers what `recordClient` recorded, without AWS. The file is read once, and never written.
 *
 * A call is found by its operation and input. The order of names, filters and members has no part in it, neither have
 * values that are put, `ClientRequestToken` and flags that are `false`. Equal calls are answered in the order in which
 * they were recorded; after the last, its answer is repeated. A call whose signal is aborted takes no answer.
 *
 * @param file what `recordClient` wrote
 * @returns a client for both services, with `send(command)` and with plain methods. A recorded error is thrown with
 * its `name`, `$fault` and `$metadata`, as the SDK does, but without the message of AWS; a call that was not recorded
 * rejects with `CallNotRecordedError`, which shows the nearest recorded ones
 * @throws `RecordingFileError` if the file is missing or is not a recording
 *
 * @example
 * ```ts
 * const client = replayClient('test/recordings/orders.json');
 * const module = await Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(SSM_CLIENT).useValue(client)
 *   .overrideProvider(SECRETS_MANAGER_CLIENT).useValue(client)
 *   .compile();
 * ```
 *
 * @see https://github.com/garnaat/placebo the idea, for the AWS SDK of Python
 *
 * @publicApi
 */
export function replayClient(file: string): ReplayClient {
  const replay = new Replay(file, readRecording(file));
  const methods = [...OPERATION_OF_METHOD].map(([method, operation]) => [
    method,
    (input: unknown, options?: AwsRequestOptions) => replay.answer(operation, input, options),
  ]);
  return {
    ...(Object.fromEntries(methods) as Omit<ReplayClient, 'send' | 'destroy'>),
    send: (command: AwsCommand<any>, options?: AwsRequestOptions) =>
      replay.answer(operationOfCommand(command) ?? 'Unknown', command.input, options),
    destroy: () => {},
  };
}
