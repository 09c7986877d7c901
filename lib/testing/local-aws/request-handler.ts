import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalAwsCall, LocalAwsExchange } from '../interfaces/local-aws.interface.js';
import type { Timers } from '../interfaces/in-memory-service-options.interface.js';
import { awsError, serializationException } from '../shared/aws-errors.js';
import type { CallLog } from '../shared/call-log.js';
import { delay } from '../shared/delay.js';
import type { Latency } from '../shared/latency.js';
import { FAULT_ANSWERS } from './fault-answers.js';
import type { LocalAccounts } from './local-accounts.js';
import { queryAnswer, readQuery } from './query-protocol.js';
import { readBody } from './request-body.js';
import { type RequestScope, scopeOf } from './request-caller.js';
import { refusalOf } from './request-source.js';
import { QUEUE_JSON, type WireAnswer, writeAnswer } from './wire-answer.js';
import { isNetworkError, toWireError } from './wire-error.js';
import type { WireFaults } from './wire-faults.js';
import { toWireJson } from './wire-json.js';
import { attemptOf, isSigned, unknownTarget, type WireTarget, wireTarget } from './wire-target.js';

const TIMESTAMPS = { ssm: 'scientific', secretsmanager: 'decimal', sqs: 'decimal' } as const;

export interface RequestHandlerOptions {
  readonly accounts: LocalAccounts;
  readonly calls: CallLog<LocalAwsCall>;
  readonly faults: WireFaults;
  readonly latency: Latency;
  readonly timers: Timers;
  readonly clock: () => number;
  readonly requireSignature: boolean;
  readonly maxBodyBytes: number;
  readonly hosts: readonly string[];
}

/** What a request asks for, and who asks. */
interface Asked extends WireTarget {
  /** `undefined`: the body could not be read. */
  readonly input: { readonly value: unknown } | undefined;
  readonly scope: RequestScope | undefined;
}

/** Answers requests of the AWS JSON 1.1 protocol, and those of the query protocol for the Security Token Service. */
export class RequestHandler {
  readonly #options: RequestHandlerOptions;

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const refusal = refusalOf(request, this.#options.hosts);
    if (refusal !== undefined) return this.#refuseUnread(request, response, refusal);
    if (request.method !== 'POST') return notAnOperation(request, response);
    const body = await readBody(request, this.#options.maxBodyBytes);
    if (body === undefined) return tooLarge(response);
    const target = wireTarget(request);
    const query = target === undefined ? readQuery(request.headers['content-type'], body) : undefined;
    if (target === undefined && query === undefined)
      return this.#refuse(response, unknownTarget(request.headers['x-amz-target']));
    const asked: Asked =
      target === undefined
        ? {
            service: 'sts',
            operation: query?.operation ?? '',
            input: { value: query?.input },
            scope: scopeOf(request),
          }
        : { ...target, input: parse(body), scope: scopeOf(request) };
    if (this.#options.requireSignature && !isSigned(request)) {
      return this.#refuse(response, awsError('MissingAuthenticationTokenException'), asked);
    }
    return this.#exchange(request, response, asked, gone.signal);
  }

  async #exchange(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Asked,
    gone: AbortSignal,
  ): Promise<void> {
    const { calls, clock, accounts, faults, timers, latency } = this.#options;
    const { service, operation, input, scope } = asked;
    const masked = input === undefined ? '***' : accounts.engine(service).masked(operation, input.value);
    calls.add({
      service,
      operation,
      input: masked,
      at: clock(),
      ...(scope !== undefined && { region: scope.region }),
    });
    const exchange: LocalAwsExchange = {
      service,
      operation,
      attempt: attemptOf(request),
      request,
      response,
      answer: () => this.#answer(asked, gone),
    };
    await latency.pass(timers, gone);
    const fault = faults.take(exchange);
    if (typeof fault === 'function') return fault(exchange);
    if (fault !== undefined && fault.fault !== 'delay') return FAULT_ANSWERS[fault.fault](exchange, fault);
    if (fault !== undefined) await delay(timers, fault.milliseconds ?? 1000, gone);
    const answer = await this.#answer(asked, gone);
    writeAnswer(response, answer);
  }

  async #answer({ service, operation, input, scope }: Asked, abortSignal: AbortSignal): Promise<WireAnswer> {
    const { accounts } = this.#options;
    try {
      if (input === undefined) throw serializationException('The request body is not valid JSON.');
      const caller = accounts.callerOf(scope);
      const engine = accounts.engine(service, caller, scope?.region);
      const output = await engine.execute(operation, input.value, { abortSignal }, 'wire', caller);
      if (service === 'sts') return queryAnswer(operation, output);
      const body = toWireJson(output, TIMESTAMPS[service]);
      return { status: 200, body, ...(service === 'sqs' && { type: QUEUE_JSON }) };
    } catch (error) {
      if (isNetworkError(error)) throw error;
      return toWireError(error, service);
    }
  }

  #refuseUnread(request: IncomingMessage, response: ServerResponse, error: Error): void {
    request.resume();
    this.#refuse(response, error);
  }

  #refuse(response: ServerResponse, error: Error, target?: WireTarget): void {
    writeAnswer(response, toWireError(error, target?.service));
  }
}

function parse(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: body === '' ? {} : JSON.parse(body) };
  } catch {
    return undefined;
  }
}

/** AWS answers anything but POST like this, in XML. */
function notAnOperation(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  writeAnswer(response, { status: 404, body: '<UnknownOperationException/>\n', type: 'application/xml' });
}

function tooLarge(response: ServerResponse): void {
  response.shouldKeepAlive = false;
  writeAnswer(response, {
    status: 413,
    body: JSON.stringify({ __type: 'RequestEntityTooLargeException', message: 'Request Entity Too Large' }),
  });
}
