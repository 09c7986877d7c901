import { describe, expect, it } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { InvalidClientError } from 'nestjs-ssm-cache';
import { regionOfQueue } from '../../../lib/change/queue/region-of-queue.js';
import { parameterChange } from '../../support/aws-events.js';
import { FakeQueue } from '../../support/fake-queue.js';
import { awsError, makeCache, thrown } from '../../support/make-cache.js';

const URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/config';
const HOST = '/shop/host';

const listening = async (events: object = {}, options: object = {}) => {
  const queue = new FakeQueue();
  const made = makeCache({
    maxAge: 3_600,
    minRefreshInterval: 0,
    events: { queueUrl: URL, sqsClient: queue, spread: 0, settle: 0, ...events },
    ...options,
  });
  made.parameters.put(HOST, 'old');
  const host = made.cache.parameter(HOST);
  await host.get();
  return { ...made, queue, host, state: () => made.cache.health().events };
};

describe('A queue', () => {
  it('is polled from the start to the end, for ten messages and twenty seconds', async () => {
    const { cache, runtime, queue, state } = await listening();

    expect(queue.received).toEqual([{ QueueUrl: URL, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }]);
    expect([state(), runtime.messages.at(-1)]).toEqual([
      'listening',
      'log Listens to the queue "config" for changes at AWS.',
    ]);
    cache.close();
    await runtime.drain();

    expect([state(), queue.aborted, queue.received.length, runtime.timers]).toEqual(['off', 1, 1, 0]);
  });

  it('has what its messages name refreshed, and loses each message that was handled', async () => {
    const { parameters, runtime, queue, host } = await listening();
    parameters.put(HOST, 'new');

    const receipts = queue.send(parameterChange(HOST), parameterChange('/nobody'), '{');
    await runtime.drain();

    expect(host.value).toBe('new');
    expect(queue.deleted).toEqual(receipts);
    expect(queue.isPolled).toBe(true);
  });

  it('is counted, and published on a channel', async () => {
    const published: unknown[] = [];
    const onEvent = (event: unknown): void => void published.push(event);
    subscribe('nestjs-ssm-cache:event', onEvent);
    const { cache, runtime, queue } = await listening();
    const other = parameterChange('/nobody');

    queue.send(parameterChange(HOST), other);
    await runtime.drain();
    unsubscribe('nestjs-ssm-cache:event', onEvent);

    expect(cache.stats().events).toEqual({ received: 2, ignored: 1 });
    expect(cache.stats().awsCalls).toEqual({ GetParameters: 2, ReceiveMessage: 1, DeleteMessageBatch: 1 });
    expect(published).toEqual([
      { names: [HOST], ignored: [], count: 1, ages: [expect.any(Number)] },
      { names: [], ignored: [{ id: other.id, reason: 'not held' }], count: 1, ages: [] },
    ]);
  });

  it('warns once of each kind of message that is not for it', async () => {
    const { runtime, queue } = await listening();
    const strange = { ...parameterChange(HOST), source: 'aws.ec2' };

    for (let times = 0; times < 3; times += 1) {
      queue.send('{', 'no event', strange, parameterChange('/nobody'));
      await runtime.drain();
    }

    expect(runtime.messages.filter((line) => line.startsWith('warn'))).toEqual([
      expect.stringContaining('(malformed)'),
      expect.stringContaining('(unknown event)'),
    ]);
  });

  it('keeps a message whose refresh failed, but not the third time', async () => {
    const { ssm, runtime, queue } = await listening();
    ssm.instead = () => {
      throw awsError('InternalServerError', 'x', 500);
    };
    const message = { MessageId: 'm', ReceiptHandle: 'r', Body: JSON.stringify(parameterChange(HOST)) };

    const deleted: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      queue.answer({ Messages: [message] });
      await runtime.drain();
      deleted.push(queue.deleted.length);
    }

    expect(deleted).toEqual([0, 0, 1]);
  });

  it('waits for the spread before a message is deleted, and receives others meanwhile', async () => {
    const { runtime, queue } = await listening({ spread: 2 });
    runtime.chance = 0.5;

    const [first] = queue.send(parameterChange(HOST));
    await runtime.drain();
    const [second] = queue.send(parameterChange('/nobody'));
    await runtime.drain();
    expect(queue.deleted).toEqual([second]);
    await runtime.advance(1);

    expect(queue.deleted).toEqual([second, first]);
  });

  it('that fails is tried again after 1 to 60 seconds, warns once, and says so when it is back', async () => {
    const { runtime, queue, state } = await listening();
    queue.failures.receive.push(...Array.from({ length: 8 }, () => awsError('ServiceUnavailable', 'x', 503)));
    queue.send(parameterChange('/nobody'));
    await runtime.drain();
    const counts: number[] = [];

    for (let times = 0; times < 8; times += 1) {
      expect(state()).toBe('failing');
      counts.push(queue.received.length);
      await runtime.advance(1);
    }

    expect(counts).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    queue.send(parameterChange('/nobody'));
    await runtime.drain();
    expect(state()).toBe('listening');
    expect(runtime.messages.slice(1)).toEqual([
      expect.stringMatching(/^warn .*"config" .*ServiceUnavailable/),
      'log Listens to the queue "config" for changes at AWS again.',
    ]);
  });

  it('whose client can never answer is not tried again, and says so', async () => {
    const { runtime, queue, state } = await listening();
    queue.failures.receive.push(new InvalidClientError('It cannot.', { names: ['events.sqsClient'] }));
    queue.send(parameterChange('/nobody'));
    await runtime.drain();
    await runtime.advance(120);

    expect(state()).toBe('failing');
    expect(queue.received).toHaveLength(2);
    expect(runtime.messages.slice(1)).toEqual([
      expect.stringMatching(/^warn .* It cannot\. Changes are not heard of, .* by their max age\.$/),
    ]);
  });

  it('that fails is left alone for a minute at most', async () => {
    const { runtime, queue } = await listening();
    runtime.chance = 0.999;
    queue.failures.receive.push(...Array.from({ length: 100 }, () => awsError('QueueDoesNotExist')));
    queue.send(parameterChange('/nobody'));
    await runtime.advance(600);

    const before = queue.received.length;
    await runtime.advance(600);
    expect(queue.received.length - before).toBe(10);
  });

  it.each([
    ['AccessDenied', 'sqs:ReceiveMessage'],
    ['QueueDoesNotExist', '"config"'],
  ])('that answers %s tells what to do', async (name, told) => {
    const { runtime, queue } = await listening();
    queue.failures.receive.push(awsError(name));
    queue.send(parameterChange('/nobody'));
    await runtime.drain();

    expect(runtime.messages.at(-1)).toContain(name);
    expect(runtime.messages.at(-1)).toContain(told);
  });

  it('that does not answer at all is given up after 30 seconds, and tried again', async () => {
    const { runtime, queue, state } = await listening();

    await runtime.advance(30);
    expect([queue.aborted, state()]).toEqual([1, 'failing']);
    await runtime.advance(1);

    expect(queue.isPolled).toBe(true);
  });

  it('that was not answered since the process stood still is asked again at once', async () => {
    const { runtime, queue, state } = await listening();
    runtime.block(3_600);
    await runtime.advance(0);

    expect([queue.aborted, queue.received.length, state()]).toEqual([1, 2, 'listening']);
    expect(runtime.messages).toHaveLength(1);
  });

  it('that answers at once without messages is not asked without a pause', async () => {
    const { runtime, queue } = await listening();
    for (let times = 0; times < 5; times += 1) {
      queue.answer({});
      await runtime.drain();
      await runtime.advance(1);
    }

    expect(queue.received).toHaveLength(6);
  });

  it('whose messages may not be deleted fails, warns once, and goes on telling of changes', async () => {
    const { parameters, runtime, queue, host, state } = await listening();
    queue.failures.delete.push(awsError('AccessDenied'), awsError('AccessDenied'));
    for (const value of ['a', 'b']) {
      parameters.put(HOST, value);
      queue.send(parameterChange(HOST));
      await runtime.drain();
      expect([host.value, state()]).toEqual([value, 'failing']);
    }
    queue.send(parameterChange('/nobody'));
    await runtime.drain();

    expect(state()).toBe('listening');
    expect(runtime.messages.filter((line) => line.includes('sqs:DeleteMessage'))).toHaveLength(1);
  });

  it('tells by name what was not deleted of a batch', async () => {
    const { runtime, queue, state } = await listening();
    queue.deleteMessageBatch = async () => ({ Failed: [{ Id: '0', Code: 'ReceiptHandleIsInvalid' }] });
    queue.send(parameterChange('/nobody'));
    await runtime.drain();

    expect([state(), runtime.messages.at(-1)]).toEqual([
      'failing',
      expect.stringContaining('ReceiptHandleIsInvalid'),
    ]);
  });

  it('is not received from while a thousand messages wait for their refreshes', async () => {
    const { runtime, queue } = await listening({ spread: 10 });
    runtime.chance = 0.9;
    for (let batch = 0; batch < 100; batch += 1) {
      queue.send(...Array.from({ length: 10 }, () => parameterChange(HOST)));
      await runtime.drain();
    }
    expect(queue.isPolled).toBe(false);
    await runtime.advance(10);

    expect([queue.isPolled, queue.deleted.length]).toEqual([true, 1_000]);
  });

  it('gives what makes no sense, and the cache goes on', async () => {
    const { runtime, queue, state } = await listening();
    for (const answer of [{ Messages: 'x' }, { Messages: [null, 1, {}, { Body: 'x' }] }, []]) {
      queue.answer(answer);
      await runtime.drain();
      await runtime.advance(1);
    }

    expect([state(), queue.isPolled, queue.deleted]).toEqual(['listening', true, []]);
  });

  it('is not polled by a client that cannot, which is told at once', () => {
    const error = thrown(() => makeCache({ events: { queueUrl: URL, sqsClient: {} as never } }));

    expect(error).toBeInstanceOf(InvalidClientError);
    expect(error.message).toContain('receiveMessage()');
  });

  it('is not listened to without its URL', () => {
    const { cache } = makeCache({ events: {} });

    expect(cache.health().events).toBe('off');
  });

  it.each(['config', '', 3])('has no URL of %j', (queueUrl) => {
    expect(thrown(() => makeCache({ events: { queueUrl: queueUrl as string } })).message).toContain(
      'queueUrl',
    );
  });

  it.each([
    [URL, 'eu-west-1'],
    ['https://sqs.us-gov-west-1.amazonaws.com/1/q', 'us-gov-west-1'],
    ['https://sqs.cn-north-1.amazonaws.com.cn/1/q', 'cn-north-1'],
    ['https://vpce-1a2b.sqs.us-east-2.vpce.amazonaws.com/1/q', 'us-east-2'],
    ['http://sqs.eu-central-1.localhost.localstack.cloud:4566/1/q', 'eu-central-1'],
    ['http://localhost:4566/1/q', undefined],
    ['https://queue.amazonaws.com/1/q', undefined],
  ])('of %s is in %s', (url, region) => {
    expect(regionOfQueue(url)).toBe(region);
  });
});
