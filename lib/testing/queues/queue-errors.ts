import { awsError } from '../shared/aws-errors.js';

export const queueDoesNotExist = (): Error =>
  awsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const receiptHandleIsInvalid = (): Error =>
  awsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');

export const emptyBatch = (): Error =>
  awsError('EmptyBatchRequest', 'There should be at least one entry in the request.');

export const tooManyEntries = (count: number): Error =>
  awsError(
    'TooManyEntriesInBatchRequest',
    `Maximum number of entries per request are 10. You have sent ${count}.`,
  );

export const idsNotDistinct = (id: string): Error =>
  awsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);

/** How the query protocol called the errors, which the answers of SQS still say in a header. */
export const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
};
