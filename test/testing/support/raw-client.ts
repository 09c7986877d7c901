import { connect, type Socket } from 'node:net';

/** A TCP client that says whatever it wants, and does not mind how it is treated. */
export class RawClient {
  answer = '';
  readonly socket: Socket;
  readonly #closed: Promise<void>;

  constructor(port: number, host = '127.0.0.1') {
    this.socket = connect(port, host);
    this.socket.on('error', () => undefined);
    this.socket.on('data', (chunk) => (this.answer += chunk.toString('latin1')));
    this.#closed = new Promise((resolve) => void this.socket.once('close', () => resolve()));
  }

  say(text: string | Uint8Array): this {
    this.socket.write(text);
    return this;
  }

  /** Waits until so much has been answered that `pattern` is in it, or the connection has ended. */
  async hears(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.answer) && !this.socket.destroyed) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise<void>((resolve) => {
        this.socket.once('data', () => resolve()).once('close', () => resolve());
      });
    }
    return this.answer;
  }

  /** Waits until the other side has ended the connection. */
  async ended(): Promise<string> {
    await this.#closed;
    return this.answer;
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** A complete request for the parameter `foo`, with headers of one's own in it. */
export const wellFormed = (headers: readonly string[] = [], version = '1.1'): string => {
  const body = '{"Name":"foo"}';
  return [
    `POST / HTTP/${version}`,
    'host: localhost',
    'x-amz-target: AmazonSSM.GetParameter',
    `content-length: ${body.length}`,
    ...headers,
    '',
    body,
  ].join('\r\n');
};
