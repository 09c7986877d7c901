import type * as Io from '../interfaces/queue-service.interface.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { integer, list, structure, text } from '../shared/input-shape.js';
import { operation, type Operations } from '../shared/operation.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { AwsServiceError } from '../shared/aws-service.error.js';
import { emptyBatch, idsNotDistinct, tooManyEntries } from './queue-errors.js';
import type { QueueTable } from './queue-table.js';
import { nameOfQueue } from './queue-table.js';
import type { Queue } from './queue.js';

const SECOND = 1_000;
const MOST_ENTRIES = 10;
const url = text({ min: 1 });
const queueName = text({ min: 1, max: 80, pattern: String.raw`[\w-]+` });
const queue = { 'QueueUrl!': url };
const receipt = text({ min: 1 });
const attributes = structure({
  VisibilityTimeout: text(),
  ReceiveMessageWaitTimeSeconds: text(),
  DelaySeconds: text(),
});

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html */
export function queuesOperations(settings: ServiceSettings, queues: QueueTable): Operations {
  const check = (action: string, name: string): void =>
    settings.access.check(`sqs:${action}`, {
      names: [name, queues.arnOf(name)],
      shownAs: queues.arnOf(name),
    });
  const found = (action: string, queueUrl: string): Queue => {
    const name = nameOfQueue(queueUrl);
    check(action, name);
    return queues.get(name);
  };
  return {
    CreateQueue: operation(
      structure({ 'QueueName!': queueName, Attributes: attributes }),
      ({ QueueName, Attributes }: HandledRequest<Io.CreateQueueInput>) => {
        check('CreateQueue', QueueName);
        queues.create(QueueName, Attributes);
        return { QueueUrl: queues.urlOf(QueueName) };
      },
    ),

    GetQueueUrl: operation(
      structure({ 'QueueName!': queueName }),
      ({ QueueName }: HandledRequest<Io.QueueUrlInput>) => {
        check('GetQueueUrl', QueueName);
        return { QueueUrl: queues.urlOf(queues.get(QueueName).name) };
      },
    ),

    GetQueueAttributes: operation(structure(queue), ({ QueueUrl }: HandledRequest<Io.QueueInput>) => {
      const { name, counts } = found('GetQueueAttributes', QueueUrl);
      return {
        Attributes: {
          QueueArn: queues.arnOf(name),
          ApproximateNumberOfMessages: String(counts.visible),
          ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
        },
      };
    }),

    SendMessage: operation(
      structure({
        ...queue,
        'MessageBody!': text({ min: 1, max: 262_144, sensitive: true }),
        DelaySeconds: integer(0, 900),
      }),
      (input: HandledRequest<Io.SendMessageInput>) => {
        const { QueueUrl, MessageBody, DelaySeconds: seconds }: Io.SendMessageInput & typeof input = input;
        const delay = seconds === undefined ? undefined : seconds * SECOND;
        const { id, md5 } = found('SendMessage', QueueUrl).send(MessageBody, delay);
        return { MessageId: id, MD5OfMessageBody: md5 };
      },
    ),

    ReceiveMessage: operation(
      structure({
        ...queue,
        MaxNumberOfMessages: integer(1, MOST_ENTRIES),
        WaitTimeSeconds: integer(0, 20),
        VisibilityTimeout: integer(0, 43_200),
      }),
      async (input: HandledRequest<Io.ReceiveMessageInput>, signal?: AbortSignal) => {
        const {
          QueueUrl,
          MaxNumberOfMessages = 1,
          WaitTimeSeconds: wait,
          VisibilityTimeout: hidden,
        } = input as Io.ReceiveMessageInput;
        const messages = await found('ReceiveMessage', QueueUrl ?? '').receive(
          MaxNumberOfMessages,
          wait === undefined ? undefined : wait * SECOND,
          hidden === undefined ? undefined : hidden * SECOND,
          signal,
        );
        return messages.length === 0 ? {} : { Messages: messages };
      },
    ),

    DeleteMessage: operation(
      structure({ ...queue, 'ReceiptHandle!': receipt }),
      ({ QueueUrl, ReceiptHandle }: HandledRequest<Io.DeleteMessageInput>) => {
        found('DeleteMessage', QueueUrl).delete(ReceiptHandle);
        return {};
      },
    ),

    DeleteMessageBatch: operation(
      structure({ ...queue, 'Entries!': list(structure({ 'Id!': text(), 'ReceiptHandle!': receipt })) }),
      ({ QueueUrl, Entries }: HandledRequest<Io.DeleteMessageBatchInput>) => {
        const from = found('DeleteMessage', QueueUrl);
        checkEntries(Entries.map(({ Id }) => Id ?? ''));
        const outcomes = Entries.map(({ Id = '', ReceiptHandle = '' }) => deleteOne(from, Id, ReceiptHandle));
        return {
          Successful: outcomes.filter((outcome) => !('Code' in outcome)),
          Failed: outcomes.filter((outcome) => 'Code' in outcome),
        };
      },
    ),

    PurgeQueue: operation(structure(queue), ({ QueueUrl }: HandledRequest<Io.QueueInput>) => {
      found('PurgeQueue', QueueUrl).purge();
      return {};
    }),

    DeleteQueue: operation(structure(queue), ({ QueueUrl }: HandledRequest<Io.QueueInput>) => {
      const { name } = found('DeleteQueue', QueueUrl);
      queues.delete(name);
      return {};
    }),
  };
}

function checkEntries(ids: readonly string[]): void {
  if (ids.length === 0) throw emptyBatch();
  if (ids.length > MOST_ENTRIES) throw tooManyEntries(ids.length);
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) throw idsNotDistinct(repeated);
}

function deleteOne(queueOf: Queue, id: string, receiptHandle: string): object {
  try {
    queueOf.delete(receiptHandle);
    return { Id: id };
  } catch (error) {
    if (!(error instanceof AwsServiceError)) throw error;
    return { Id: id, SenderFault: true, Code: error.name, Message: error.message };
  }
}
