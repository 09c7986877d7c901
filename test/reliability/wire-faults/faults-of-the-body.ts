import { gzipSync } from 'node:zlib';
import { edited, says, written } from './edit-answer.js';
import type { Fault } from './fault.js';

const MEGABYTE = 1_048_576;
const EXCESS = 10;

/** Answers with the true body, as these headers announce it. */
const announced = (
  headers: (body: string) => Readonly<Record<string, string | number>>,
  bytes: (body: string) => string | Buffer = (body) => body,
): Fault['happens'] =>
  written((body, { response }) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', ...headers(body) });
    response.end(bytes(body));
  });

/** What comes as a body, before anything is known of its members. */
export const FAULTS_OF_THE_BODY: readonly Fault[] = [
  { name: 'half of the JSON', happens: 'truncated-json', outcome: 'transient' },
  { name: 'invalid JSON', happens: 'invalid-json', outcome: 'transient' },
  { name: 'a page with status 200', happens: 'html', outcome: 'transient' },
  { name: 'nothing', happens: 'empty', outcome: 'transient' },
  { name: '{}', happens: 'empty-object', outcome: 'transient' },
  { name: 'null', happens: 'null', outcome: 'transient' },
  { name: 'a list', happens: says('[]'), outcome: 'transient' },
  { name: 'a text', happens: says('"text"'), outcome: 'transient' },
  { name: 'a number', happens: says('7'), outcome: 'transient' },
  { name: 'true', happens: says('true'), outcome: 'transient' },
  { name: 'white space', happens: says('  \n '), outcome: 'transient' },
  {
    name: 'JSON twice',
    happens: written((body, exchange) => says(body + body)(exchange)),
    outcome: 'transient',
  },
  {
    name: 'lists 100,000 deep',
    happens: says(`{"Parameters":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    outcome: 'transient',
  },
  { name: 'random bytes', happens: says(Buffer.from('fffe00ff8001', 'hex')), outcome: 'transient' },
  {
    name: 'a body in UTF-16',
    happens: announced(
      () => ({ 'content-type': 'application/json; charset=utf-16le' }),
      (body) => Buffer.from(body, 'utf16le'),
    ),
    outcome: 'transient',
  },
  {
    name: 'a compressed body that nobody asked for',
    happens: announced(() => ({ 'content-encoding': 'gzip' }), gzipSync),
    outcome: 'transient',
  },
  {
    name: 'a body that is not compressed though its header says so',
    happens: announced(() => ({ 'content-encoding': 'gzip' })),
    outcome: 'answered',
  },
  {
    name: 'a body that is called text',
    happens: announced(() => ({ 'content-type': 'text/plain' })),
    outcome: 'answered',
  },
  {
    name: 'a content length that is too great',
    happens: announced((body) => ({ 'content-length': body.length + EXCESS })),
    outcome: 'awaited',
  },
  {
    name: 'a content length that is too small',
    happens: announced((body) => ({ 'content-length': body.length - EXCESS })),
    outcome: 'transient',
  },
  {
    name: 'a body of 4 MB with the value in it',
    happens: edited((answer) => ({ padding: ' '.repeat(4 * MEGABYTE), ...answer })),
    outcome: 'answered',
  },
  {
    name: 'a body of 4 MB with no value in it',
    happens: says(JSON.stringify({ padding: ' '.repeat(4 * MEGABYTE) })),
    outcome: 'transient',
  },
  {
    name: 'a prototype beside the value',
    happens: written((body, exchange) => says(`{"__proto__":{"Parameters":[]},${body.slice(1)}`)(exchange)),
    outcome: 'answered',
  },
];
