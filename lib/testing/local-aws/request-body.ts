import type { IncomingMessage } from 'node:http';

/**
 * The body of a request; `undefined` if it is longer than allowed. It is read to its end all the same, since a
 * client that still writes does not see the answer.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}
