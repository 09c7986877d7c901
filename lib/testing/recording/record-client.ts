import { InvalidClientError } from '../../errors/index.js';
import { joinRecording } from './open-recordings.js';
import type { RecordOptions } from './record-options.interface.js';
import { isClient, recordedClient } from './recorded-client.js';
import { notAClientMessage } from './recording.messages.js';

/**
 * Records what AWS answers, for `replayClient` to answer it again without AWS.
 *
 * The file is begun anew. Each answer is added to it before the caller gets the answer, so that there is nothing to wait for.
 * Clients of one process that record to one file at a time share it, so that one file can hold both services; once
 * `destroy()` was called on each of them it is finished, and the next client begins it anew. A second process cannot
 * record to the file until then, or until the first process has ended.
 *
 * Values, in requests as in answers, are replaced in the file, not in what the caller gets: text by `***1`, `***2` and
 * so on, numbers by numbers; JSON keeps its members and a StringList its length. A value of a stricter form (a URL, a
 * key, a value that a schema checks) needs `values: 'keep'`. Names, ARNs and what describes a value are written as they
 * are. Errors are recorded by name and HTTP status, never by message; what a caller aborts is not recorded.
 *
 * @param client an SDK client, or any object that `SSM_CLIENT` or `SECRETS_MANAGER_CLIENT` can stand for. Of plain
 * methods those are recorded that `InMemoryParameterStore` and `InMemorySecretsManager` have; calls with a callback
 * are not
 * @param file the file to write; its folder is made, and symbolic links are followed
 * @param options what is written instead of values. Default: stand-ins
 * @returns the client to all appearances; every call reaches it with all of its arguments
 * @throws `InvalidClientError` if the client can neither send commands nor has a method of AWS, `RecordingFileError`
 * if the file cannot be written, or if another process records to it: the message says which one. A call rejects with it, too
 *
 * @example
 * ```ts
 * const client = recordClient(new SSMClient({}), 'test/recordings/orders.json');
 * const cache = new SsmCache({ ssmClient: client });
 * await cache.parameter('/prod/db/host').get();
 * ```
 *
 * @see https://github.com/garnaat/placebo the idea, for the AWS SDK of Python
 *
 * @publicApi
 */
export function recordClient<Client extends object>(
  client: Client,
  file: string,
  options: RecordOptions = {},
): Client {
  if (!isClient(client)) throw new InvalidClientError(notAClientMessage, { names: ['recordClient()'] });
  return recordedClient(client, joinRecording(file), options.values === 'keep');
}
