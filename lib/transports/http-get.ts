import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What answered a request. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends one GET request. It follows no redirect. */
export type HttpGet = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
) => Promise<HttpAnswer>;

/** The connection is made for the one request and passes no proxy, also where the environment names one. */
export const httpGet: HttpGet = (url, headers, signal) =>
  new Promise((resolve, reject) => {
    request(url, { headers, agent: false, ...(signal !== undefined && { signal }) }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    })
      .once('error', reject)
      .end();
  });

/** The same by a `fetch` that was given. */
export const getByFetch =
  (fetch: typeof globalThis.fetch): HttpGet =>
  async (url, headers, signal) => {
    try {
      const init = { headers, redirect: 'manual' as const, ...(signal !== undefined && { signal }) };
      const response = await fetch(url, init);
      return { status: response.status, body: await response.text() };
    } catch (error) {
      // Node.js says in the cause why it could not connect.
      throw (error as Error).cause ?? error;
    }
  };
