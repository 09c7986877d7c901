import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';

let aws: LocalAws;
let client: SQSClient;
let url: string;

beforeEach(async () => {
  aws = await startLocalAws({ region: 'eu-west-1', accountId: '111111111111' });
  client = new SQSClient(aws.clientConfig());
  url = (await client.send(new CreateQueueCommand({ QueueName: 'q' }))).QueueUrl as string;
});

afterEach(async () => {
  client.destroy();
  await aws.close();
});

const send = (...bodies: string[]) =>
  Promise.all(
    bodies.map((MessageBody) => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))),
  );

const receive = async (input: object = {}): Promise<Message[]> => {
  const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...input });
  return (await client.send(command)).Messages ?? [];
};

const bodies = (messages: readonly Message[]) => new Set(messages.map(({ Body }) => Body));

describe('A queue of the local AWS, asked by the SDK', () => {
  it('has a URL at the endpoint, which is found by its name', async () => {
    expect(url).toBe(`${aws.endpoint}/111111111111/q`);
    expect(await client.send(new GetQueueUrlCommand({ QueueName: 'q' }))).toMatchObject({ QueueUrl: url });
    expect(await client.send(new CreateQueueCommand({ QueueName: 'q' }))).toMatchObject({ QueueUrl: url });
  });

  it('gives what was sent, with the checksums that the SDK checks', async () => {
    await send('a', 'ü€😀');

    const messages = await receive();

    expect(bodies(messages)).toEqual(new Set(['a', 'ü€😀']));
    expect(messages[0]).toMatchObject({
      MessageId: expect.any(String),
      ReceiptHandle: expect.any(String),
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d+$/) },
    });
  });

  it('gives at most as many messages as are asked for', async () => {
    await send(...Array.from({ length: 12 }, (_item, index) => String(index)));

    expect(await receive({ MaxNumberOfMessages: undefined })).toHaveLength(1);
    expect(await receive()).toHaveLength(10);
    expect(await receive()).toHaveLength(1);
  });

  it('gives a message again unless it is deleted in time', async () => {
    await send('a', 'b');
    const [first] = await receive({ VisibilityTimeout: 1 });
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));

    expect(await receive()).toEqual([]);
    const again = await receive({ WaitTimeSeconds: 5 });

    expect(again).toHaveLength(1);
    expect(again[0]?.Body).not.toBe(first?.Body);
    expect(again[0]?.Attributes?.['ApproximateReceiveCount']).toBe('2');
  });

  it('has whoever polls wait until a message comes', async () => {
    const started = Date.now();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await send('late');

    expect(bodies(await waiting)).toEqual(new Set(['late']));
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('answers without messages when the wait is over', async () => {
    const started = Date.now();

    expect(await receive({ WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('gives no message to whoever has gone', async () => {
    const gone = new AbortController();
    const waiting = client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    setTimeout(() => gone.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await send('a');

    expect(bodies(await receive())).toEqual(new Set(['a']));
  });

  it('keeps a message back that is sent with a delay', async () => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'a', DelaySeconds: 1 }));

    expect(await receive()).toEqual([]);
    expect(bodies(await receive({ WaitTimeSeconds: 5 }))).toEqual(new Set(['a']));
  });

  it('deletes by tens, and says what it could not delete', async () => {
    await send('a');
    const [message] = await receive();
    const entries = [
      { Id: '1', ReceiptHandle: message?.ReceiptHandle },
      { Id: '2', ReceiptHandle: 'nonsense' },
    ];

    const { Successful, Failed } = await client.send(
      new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }),
    );

    expect(Successful).toEqual([{ Id: '1' }]);
    expect(Failed).toMatchObject([{ Id: '2', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url }));
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:eu-west-1:111111111111:q',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('is emptied by a purge', async () => {
    await send('a', 'b');
    await client.send(new PurgeQueueCommand({ QueueUrl: url }));

    expect(await receive()).toEqual([]);
  });

  it('heeds the attributes that it was made with', async () => {
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({
        QueueName: 'hasty',
        Attributes: { VisibilityTimeout: '0', ReceiveMessageWaitTimeSeconds: '1' },
      }),
    );
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));

    for (const times of [1, 2]) {
      const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(Messages?.[0]?.Attributes?.['ApproximateReceiveCount']).toBe(String(times));
    }
  });

  it.each([
    ['a queue that there is not', () => receive({ QueueUrl: `${aws.endpoint}/1/none` }), 'QueueDoesNotExist'],
    [
      'no entries',
      () => client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [] })),
      'EmptyBatchRequest',
    ],
    [
      'an id twice',
      () =>
        client.send(
          new DeleteMessageBatchCommand({
            QueueUrl: url,
            Entries: [1, 2].map(() => ({ Id: '1', ReceiptHandle: 'x' })),
          }),
        ),
      'BatchEntryIdsNotDistinct',
    ],
    [
      'eleven entries',
      () =>
        client.send(
          new DeleteMessageBatchCommand({
            QueueUrl: url,
            Entries: Array.from({ length: 11 }, (_item, index) => ({
              Id: String(index),
              ReceiptHandle: 'x',
            })),
          }),
        ),
      'TooManyEntriesInBatchRequest',
    ],
    [
      'no receipt handle',
      () => client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'x' })),
      'ReceiptHandleIsInvalid',
    ],
    ['too long a wait', () => receive({ WaitTimeSeconds: 21 }), 'ValidationException'],
  ])('refuses %s, as AWS names it', async (_what, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });

  it('refuses whoever is denied', async () => {
    aws.sqs.deny({ action: 'sqs:ReceiveMessage', resource: 'q' });

    await expect(receive()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await send('a');
  });

  it('that is deleted tells whoever waits', async () => {
    const refused = receive({ WaitTimeSeconds: 20 }).catch((error: Error) => error.name);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.send(new DeleteQueueCommand({ QueueUrl: url }));

    expect(await refused).toBe('QueueDoesNotExist');
  });

  it('shows no message in the record of calls', async () => {
    await send('s3cret');

    expect(JSON.stringify([aws.calls, aws.sqs.calls])).not.toContain('s3cret');
    expect(aws.callsOf('SendMessage')).toMatchObject([{ service: 'sqs', region: 'eu-west-1' }]);
  });
});
