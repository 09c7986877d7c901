import { describe, expect, it } from '@jest/globals';
import { sendUnrepeated } from '../../../../lib/sources/clients/unrepeated-command.js';
import { awsError, rejection } from '../../../support/make-cache.js';

type Handler = (args: never) => Promise<unknown>;

/** A command, and a client that sends it through its middleware as the SDK does: again, when it sees that it is throttled. */
const sdk = (answer: () => Promise<unknown>) => {
  const sent = { times: 0, options: {} };
  let wrap = (next: Handler): Handler => next;
  const command = {
    middlewareStack: {
      add: (middleware: typeof wrap, options: object) => {
        wrap = middleware;
        sent.options = options;
      },
    },
  };
  const send = async (): Promise<unknown> => {
    for (;;) {
      sent.times += 1;
      try {
        return await wrap(answer)(undefined as never);
      } catch (error) {
        if (sent.times > 2 || !(error as Error).name.includes('Throttling')) throw error;
      }
    }
  };
  return { command, send, sent };
};

describe('A command that the SDK is not to repeat', () => {
  it('is sent once when AWS throttles it, and fails with what AWS said', async () => {
    const throttled = awsError('ThrottlingException');
    const { command, send, sent } = sdk(() => Promise.reject(throttled));

    expect(await rejection(sendUnrepeated(command, send))).toBe(throttled);
    expect(sent.times).toBe(1);
    expect(sent.options).toEqual({ step: 'finalizeRequest', priority: 'low', name: 'throttledAnswer' });
  });

  it('answers, and fails otherwise, as any other', async () => {
    const denied = awsError('AccessDeniedException');
    const failing = sdk(() => Promise.reject(denied));
    const answering = sdk(() => Promise.resolve('answer'));

    expect(await rejection(sendUnrepeated(failing.command, failing.send))).toBe(denied);
    await expect(sendUnrepeated(answering.command, answering.send)).resolves.toBe('answer');
  });
});
