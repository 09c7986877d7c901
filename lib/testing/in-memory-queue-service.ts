import type { AwsOutputMetadata, AwsRequestOptions } from './interfaces/aws-command.interface.js';
import type { InMemoryServiceOptions } from './interfaces/in-memory-service-options.interface.js';
import type * as Io from './interfaces/queue-service.interface.js';
import { QueueTable } from './queues/queue-table.js';
import { queuesOperations } from './queues/queues.operations.js';
import { InMemoryService } from './shared/in-memory-service.js';
import { ServiceEngine } from './shared/service-engine.js';
import { serviceSettings } from './shared/service-settings.js';

const CALLS = ['ReceiveMessage', 'SendMessage', 'DeleteMessage', 'DeleteMessageBatch'];

/** The queues of a service, for the local HTTP endpoint. */
export let queuesOf: (service: InMemoryQueueService) => QueueTable;

/**
 * Amazon SQS in memory, as far as standard queues need it: long polling, visibility time-outs, delays, batches and checksums are
 * those of AWS.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html
 *
 * @example
 * ```ts
 * const sqs = new InMemoryQueueService();
 * const { QueueUrl } = await sqs.createQueue({ QueueName: 'changes' });
 * const cache = new SsmCache({ events: { queueUrl: QueueUrl, sqsClient: sqs } });
 * ```
 *
 * @publicApi
 */
export class InMemoryQueueService extends InMemoryService {
  static {
    queuesOf = (service) => service.#queues;
  }

  readonly #queues: QueueTable;

  constructor(options: InMemoryServiceOptions = {}) {
    const settings = serviceSettings(options);
    const queues = new QueueTable(settings);
    super(new ServiceEngine('SQS', queuesOperations(settings, queues), settings), CALLS);
    this.#queues = queues;
    this.latency = options.latency ?? 0;
  }

  /**
   * Makes a queue, or finds the one of this name. The attributes `VisibilityTimeout`, `ReceiveMessageWaitTimeSeconds` and
   * `DelaySeconds` are heeded.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
   *
   * @publicApi
   */
  createQueue(input: Io.CreateQueueInput, options?: AwsRequestOptions): Promise<Io.QueueUrlOutput> {
    return this.call('CreateQueue', input, options);
  }

  /**
   * The URL of a queue.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
   *
   * @publicApi
   */
  getQueueUrl(input: Io.QueueUrlInput, options?: AwsRequestOptions): Promise<Io.QueueUrlOutput> {
    return this.call('GetQueueUrl', input, options);
  }

  /**
   * The ARN of a queue, and how many messages it has.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
   *
   * @publicApi
   */
  getQueueAttributes(input: Io.QueueInput, options?: AwsRequestOptions): Promise<Io.QueueAttributesOutput> {
    return this.call('GetQueueAttributes', input, options);
  }

  /**
   * Puts a message into a queue.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
   *
   * @publicApi
   */
  sendMessage(input: Io.SendMessageInput, options?: AwsRequestOptions): Promise<Io.SendMessageOutput> {
    return this.call('SendMessage', input, options);
  }

  /**
   * Receives up to ten messages, and waits for the first of them as long as `WaitTimeSeconds` says.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
   *
   * @publicApi
   */
  receiveMessage(
    input: Io.ReceiveMessageInput,
    options?: AwsRequestOptions,
  ): Promise<Io.ReceiveMessageOutput> {
    return this.call('ReceiveMessage', input, options);
  }

  /**
   * Deletes a message that was received.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
   *
   * @publicApi
   */
  deleteMessage(input: Io.DeleteMessageInput, options?: AwsRequestOptions): Promise<AwsOutputMetadata> {
    return this.call('DeleteMessage', input, options);
  }

  /**
   * Deletes up to ten messages. What fails is listed in `Failed`.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
   *
   * @publicApi
   */
  deleteMessageBatch(
    input: Io.DeleteMessageBatchInput,
    options?: AwsRequestOptions,
  ): Promise<Io.DeleteMessageBatchOutput> {
    return this.call('DeleteMessageBatch', input, options);
  }

  /**
   * Deletes all messages of a queue.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
   *
   * @publicApi
   */
  purgeQueue(input: Io.QueueInput, options?: AwsRequestOptions): Promise<AwsOutputMetadata> {
    return this.call('PurgeQueue', input, options);
  }

  /**
   * Deletes a queue with all its messages.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
   *
   * @publicApi
   */
  deleteQueue(input: Io.QueueInput, options?: AwsRequestOptions): Promise<AwsOutputMetadata> {
    return this.call('DeleteQueue', input, options);
  }
}
