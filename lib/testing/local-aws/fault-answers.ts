import type { LocalAwsExchange, WireFaultName } from '../interfaces/local-aws.interface.js';
import { awsError } from '../shared/aws-errors.js';
import { type WireAnswer, writeAnswer, writeHead } from './wire-answer.js';
import { toWireError } from './wire-error.js';

export interface FaultDetails {
  readonly retryAfter?: number;
  readonly milliseconds?: number;
}

type Answer = (exchange: LocalAwsExchange, details: FaultDetails) => void | Promise<void>;

const HTML = '<html><body><h1>Service Unavailable</h1></body></html>';

const instead =
  (answer: WireAnswer): Answer =>
  ({ response }, { retryAfter }) => {
    if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
    writeAnswer(response, answer);
  };

const awsAnswer =
  (name: string): Answer =>
  (exchange, details) =>
    instead(toWireError(awsError(name), exchange.service))(exchange, details);

/** The first half of the true answer, announced as the whole of it. */
const half =
  (then: (exchange: LocalAwsExchange) => void): Answer =>
  async (exchange) => {
    const { status, body } = await exchange.answer();
    const bytes = Buffer.from(body);
    writeHead(exchange.response, { status, body });
    exchange.response.write(bytes.subarray(0, bytes.length / 2), () => then(exchange));
  };

/** What each fault does. `delay` is not here: it is followed by the true answer. */
export const FAULT_ANSWERS: Readonly<Record<Exclude<WireFaultName, 'delay'>, Answer>> = {
  throttling: awsAnswer('ThrottlingException'),
  'internal-error': awsAnswer('InternalFailure'),
  unavailable: instead({ status: 503, body: 'Service Unavailable', type: 'text/plain' }),
  'access-denied': awsAnswer('AccessDeniedException'),
  'expired-token': awsAnswer('ExpiredTokenException'),
  reset: ({ request }) => void request.socket.resetAndDestroy(),
  'reset-inside-body': half(({ request }) => void request.socket.resetAndDestroy()),
  'truncated-json': async ({ response, answer }) => {
    const { status, body } = await answer();
    writeAnswer(response, { status, body: body.slice(0, body.length / 2) });
  },
  'invalid-json': instead({ status: 200, body: '{"Parameters":[}' }),
  html: instead({ status: 200, body: HTML, type: 'text/html' }),
  empty: instead({ status: 200, body: '' }),
  'empty-object': instead({ status: 200, body: '{}' }),
  null: instead({ status: 200, body: 'null' }),
  'no-answer': () => undefined,
  'stall-inside-body': half(() => undefined),
};
