import type { AwsOutputMetadata } from './aws-command.interface.js';

/** A queue, by its URL. */
export interface QueueInput {
  readonly QueueUrl: string | undefined;
}

export interface CreateQueueInput {
  readonly QueueName: string | undefined;
  readonly Attributes?: Readonly<Record<string, string>> | undefined;
}

export interface QueueUrlInput {
  readonly QueueName: string | undefined;
}

export interface QueueUrlOutput extends AwsOutputMetadata {
  readonly QueueUrl?: string;
}

export interface SendMessageInput extends QueueInput {
  readonly MessageBody: string | undefined;
  readonly DelaySeconds?: number | undefined;
}

export interface SendMessageOutput extends AwsOutputMetadata {
  readonly MessageId?: string;
  readonly MD5OfMessageBody?: string;
}

export interface ReceiveMessageInput extends QueueInput {
  readonly MaxNumberOfMessages?: number | undefined;
  readonly WaitTimeSeconds?: number | undefined;
  readonly VisibilityTimeout?: number | undefined;
}

/**
 * A message as a queue gives it.
 *
 * @publicApi
 */
export interface QueueMessageOutput {
  /** The same each time that the message is received. */
  readonly MessageId: string;
  /** What deletes the message; another one each time that it is received. */
  readonly ReceiptHandle: string;
  /** The MD5 of the body, in hexadecimal digits. */
  readonly MD5OfBody: string;
  /** What was sent. */
  readonly Body: string;
  /** `SentTimestamp`, `ApproximateFirstReceiveTimestamp` in milliseconds since 1970, and `ApproximateReceiveCount`. */
  readonly Attributes: Readonly<Record<string, string>>;
}

export interface ReceiveMessageOutput extends AwsOutputMetadata {
  /** Absent where there are none. */
  readonly Messages?: QueueMessageOutput[];
}

export interface DeleteMessageInput extends QueueInput {
  readonly ReceiptHandle: string | undefined;
}

export interface DeleteMessageBatchInput extends QueueInput {
  readonly Entries:
    readonly { readonly Id: string | undefined; readonly ReceiptHandle: string | undefined }[] | undefined;
}

export interface DeleteMessageBatchOutput extends AwsOutputMetadata {
  readonly Successful?: { Id: string }[];
  readonly Failed?: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

export interface QueueAttributesOutput extends AwsOutputMetadata {
  readonly Attributes?: Readonly<Record<string, string>>;
}
