import { written } from './edit-answer.js';
import type { Fault } from './fault.js';
import type { LocalAwsExchange } from 'nestjs-ssm-cache/testing';

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.1' };
const STEP = 20;

/** Writes a body piece by piece, until it ends or the client is gone. */
const trickle = ({ response }: LocalAwsExchange, pieces: Iterator<string | Buffer>): void => {
  const timer = setInterval(() => {
    const { value, done } = pieces.next();
    if (done === true) response.end();
    else response.write(value);
    if (done === true) clearInterval(timer);
  }, STEP);
  response.once('close', () => clearInterval(timer));
};

const forever = function* (piece: string): Generator<string> {
  for (;;) yield piece;
};

const piecesOf = (body: string, count: number): string[] => {
  const length = Math.ceil(body.length / count);
  return Array.from({ length: count }, (_, index) => body.slice(index * length, (index + 1) * length));
};

/** What becomes of a connection, and of the time that an answer takes. */
export const FAULTS_OF_THE_CONNECTION: readonly Fault[] = [
  { name: 'nobody listens', happens: 'nobody listens', outcome: 'transient' },
  { name: 'a reset before the answer', happens: 'reset', outcome: 'transient' },
  { name: 'a reset inside the body', happens: 'reset-inside-body', outcome: 'transient' },
  {
    name: 'an end without an answer',
    happens: ({ request }) => void request.socket.end(),
    outcome: 'transient',
  },
  { name: 'no answer', happens: 'no-answer', outcome: 'awaited' },
  { name: 'a stall inside the body', happens: 'stall-inside-body', outcome: 'awaited' },
  {
    name: 'a stall after the first header',
    happens: ({ request }) => void request.socket.write('HTTP/1.1 200 OK\r\n'),
    outcome: 'awaited',
  },
  {
    name: 'a promise of an answer, and none',
    happens: ({ response }) => response.writeProcessing(),
    outcome: 'awaited',
  },
  {
    name: 'something that is not HTTP',
    happens: ({ request }) => void request.socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    outcome: 'transient',
  },
  {
    name: 'a header without end',
    happens: ({ request }) => void request.socket.write(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(100_000)}`),
    outcome: 'transient',
  },
  {
    name: 'an answer after 3 s',
    happens: { fault: 'delay', milliseconds: 3_000 },
    outcome: 'awaited',
  },
  {
    name: 'an answer after 100 ms',
    happens: { fault: 'delay', milliseconds: 100 },
    outcome: 'answered',
  },
  {
    name: 'an answer byte by byte',
    happens: written((body, exchange) => {
      exchange.response.writeHead(200, { ...JSON_TYPE, 'content-length': body.length });
      trickle(exchange, body[Symbol.iterator]());
    }),
    outcome: 'awaited',
  },
  {
    name: 'an answer in three pieces',
    happens: written((body, exchange) => {
      exchange.response.writeHead(200, { ...JSON_TYPE, 'content-length': body.length });
      trickle(exchange, piecesOf(body, 3)[Symbol.iterator]());
    }),
    outcome: 'answered',
  },
  {
    name: 'a body without end',
    happens: (exchange) => {
      exchange.response.writeHead(200, JSON_TYPE);
      trickle(exchange, forever(' '.repeat(65_536)));
    },
    outcome: 'awaited',
  },
];
