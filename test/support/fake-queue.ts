import { randomUUID } from 'node:crypto';
import type { DeleteMessageBatchInput, QueueClient, ReceiveMessageInput } from 'nestjs-ssm-cache';

interface Waiting {
  readonly resolve: (answer: object) => void;
  readonly reject: (error: unknown) => void;
}

/** A queue in the hands of a test: what is sent to it is received by whoever waits. */
export class FakeQueue implements QueueClient {
  readonly received: ReceiveMessageInput[] = [];
  readonly deleted: string[] = [];
  /** What the next calls fail with, by their method. */
  readonly failures: { receive: unknown[]; delete: unknown[] } = { receive: [], delete: [] };
  aborted = 0;
  #waiting: Waiting | undefined;

  receiveMessage(input: ReceiveMessageInput, options?: { abortSignal?: AbortSignal }): Promise<object> {
    this.received.push(input);
    const failure = this.failures.receive.shift();
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      options?.abortSignal?.addEventListener('abort', () => {
        this.aborted += 1;
        reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
      });
    });
  }

  async deleteMessageBatch({ Entries }: DeleteMessageBatchInput): Promise<object> {
    const failure = this.failures.delete.shift();
    if (failure !== undefined) throw failure;
    this.deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle));
    return { Successful: Entries.map(({ Id }) => ({ Id })) };
  }

  /** Whether somebody waits for messages. */
  get isPolled(): boolean {
    return this.#waiting !== undefined;
  }

  /** Gives what waits these bodies, each in a message of its own. @returns the receipt handles */
  send(...bodies: readonly unknown[]): string[] {
    const messages = bodies.map((body) => ({
      MessageId: randomUUID(),
      ReceiptHandle: randomUUID(),
      Body: typeof body === 'string' ? body : JSON.stringify(body),
    }));
    this.answer({ Messages: messages });
    return messages.map(({ ReceiptHandle }) => ReceiptHandle);
  }

  /** Answers what waits with anything. */
  answer(answer: object): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) throw new Error('Nobody waits for messages.');
    waiting.resolve(answer);
  }
}
