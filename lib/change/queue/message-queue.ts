import { isFields, isText, listOf } from '../../sources/calls/answer-fields.js';
import type { QueueClient } from '../../sources/clients/aws-clients.interface.js';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html */
const LONGEST_WAIT = 20;
const MOST_MESSAGES = 10;

/** A message, as much of it as is kept until it is deleted. */
export interface ReceivedMessage {
  readonly id: string;
  readonly receiptHandle: string;
  /** What it holds, in the envelope of SQS. */
  readonly content: unknown;
}

/** One queue of SQS. */
export class MessageQueue {
  constructor(
    private readonly client: QueueClient,
    private readonly url: string,
  ) {}

  /** Its name, for messages. */
  get name(): string {
    return this.url.slice(this.url.lastIndexOf('/') + 1);
  }

  /** Waits for messages; there are none if none came in time. */
  async receive(signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const answer = await this.client.receiveMessage(
      { QueueUrl: this.url, MaxNumberOfMessages: MOST_MESSAGES, WaitTimeSeconds: LONGEST_WAIT },
      { abortSignal: signal },
    );
    return listOf(answer, 'Messages').flatMap((content) => {
      const { MessageId, ReceiptHandle } = content;
      if (!isText(ReceiptHandle)) return [];
      return [{ id: isText(MessageId) ? MessageId : ReceiptHandle, receiptHandle: ReceiptHandle, content }];
    });
  }

  /** @throws what SQS answers, also where it has deleted only some of them */
  async delete(
    messages: readonly Pick<ReceivedMessage, 'receiptHandle'>[],
    signal: AbortSignal,
  ): Promise<void> {
    const entries = messages.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
    }));
    for (let start = 0; start < entries.length; start += MOST_MESSAGES) {
      const Entries = entries.slice(start, start + MOST_MESSAGES);
      const answer = await this.client.deleteMessageBatch(
        { QueueUrl: this.url, Entries },
        { abortSignal: signal },
      );
      const [failed] = listOf(answer, 'Failed');
      if (isFields(failed)) throw Object.assign(new Error('not deleted'), { name: failed.Code });
    }
  }
}
