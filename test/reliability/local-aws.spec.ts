import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { collectNow } from '../support/collect-garbage.js';
import { RawClient, wellFormed } from '../testing/support/raw-client.js';

const CONNECTIONS = 1_000;
const BIG = Array.from({ length: 10 }, (_, index) => `big${index}`);
const MEBIBYTE = 1_048_576;
/** What a run may leave behind in caches of Node's own. */
const LEFT_OVER = 24 * MEBIBYTE;

const memory = async (): Promise<number> => {
  for (let round = 0; round < 3; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- what was just closed is let go in the turns that follow
    await wait(20);
    collectNow();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

describe('The local endpoint', () => {
  let aws: LocalAws;
  let clients: RawClient[];
  let before: number;

  beforeEach(async () => {
    clients = [];
    aws = await startLocalAws({ parameters: { foo: 'v' } });
    for (const name of BIG) aws.parameterStore.put(name, 'x'.repeat(4_000));
    await expectServing();
    before = await memory();
  });
  afterEach(async () => {
    await aws.close();
    for (const client of clients) client.leave();
  });

  const connect = (count: number): RawClient[] => {
    const made = Array.from({ length: count }, () => new RawClient(aws.port));
    clients.push(...made);
    return made;
  };

  const expectServing = async (): Promise<void> => {
    const [client] = connect(1);
    expect(await client?.say(wellFormed()).hears(/"Value":"v"/)).toMatch(/^HTTP\/1\.1 200 OK/);
    client?.leave();
  };

  const expectClosing = async (): Promise<void> => {
    const begin = performance.now();
    await aws.close();
    expect(performance.now() - begin).toBeLessThan(3_000);
  };

  const expectMemoryBack = async (): Promise<void> => {
    for (const client of clients.splice(0)) client.leave();
    aws.resetCalls();
    expect((await memory()) - before).toBeLessThan(LEFT_OVER);
  };

  it('answers 1,000 connections at once', async () => {
    const answers = await Promise.all(
      connect(CONNECTIONS).map((client) => client.say(wellFormed()).hears(/"Value":"v"/)),
    );
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 200 OK'))).toHaveLength(CONNECTIONS);
    await expectMemoryBack();
  }, 60_000);

  it('answers beside 1,000 connections that say nothing, or only half of a request', async () => {
    for (const [index, client] of connect(CONNECTIONS).entries()) {
      if (index % 2 === 0) client.say(wellFormed().slice(0, 30));
    }
    await expectServing();
    await expectClosing();
    await expectMemoryBack();
  }, 60_000);

  it('answers after 1,000 connections that were broken off in the middle of their answers', async () => {
    const rude = connect(CONNECTIONS);
    for (const client of rude)
      client.say(wellFormed().replace('foo', 'big').replace('"}', '0"}').replace('length: 14', 'length: 15'));
    await Promise.race(rude.map((client) => client.hears(/HTTP/)));
    for (const client of rude) client.leave();
    await expectServing();
    await expectMemoryBack();
  }, 60_000);

  it('keeps nothing of a body of 256 MiB, nor of one that never ends', async () => {
    const chunk = Buffer.alloc(MEBIBYTE, ' ');
    let peak = 0;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(aws.endpoint, { method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      const send = (left: number): void => {
        peak = Math.max(peak, process.memoryUsage().external);
        if (left === 0) request.end();
        else request.write(chunk, () => send(left - 1));
      };
      send(256);
    });
    expect(status).toBe(413);
    expect(peak).toBeLessThan(before + 64 * MEBIBYTE);
    await expectServing();
    await expectMemoryBack();
  }, 60_000);

  it('keeps no more than a bounded part of answers that nobody reads', async () => {
    const body = JSON.stringify({ Names: BIG });
    const head = `POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AmazonSSM.GetParameters\r\ncontent-length: ${body.length}`;
    for (const client of connect(20)) {
      client.socket.pause();
      client.say(`${head}\r\n\r\n${body}`.repeat(300));
    }
    await wait(1_000);
    await expectServing();
    expect((await memory()) - before).toBeLessThan(64 * MEBIBYTE);
    await expectClosing();
    await expectMemoryBack();
  }, 60_000);
});
