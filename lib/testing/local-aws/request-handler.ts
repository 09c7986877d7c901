import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalAwsCall, LocalAwsExchange } from '../interfaces/local-aws.interface.js';
import type { Timers } from '../interfaces/in-memory-service-options.interface.js';
import { awsError, serializationException } from '../shared/aws-errors.js';
import type { CallLog } from '../shared/call-log.js';
import { delay } from '../shared/delay.js';
import type { Latency } from '../shared/latency.js';
import type { ServiceEngine } from '../shared/service-engine.js';
import { FAULT_ANSWERS } from './fault-answers.js';
import { readBody } from './request-body.js';
import { refusalOf } from './request-source.js';
import { type WireAnswer, writeAnswer } from './wire-answer.js';
import { isNetworkError, toWireError } from './wire-error.js';
import type { WireFaults } from './wire-faults.js';
import { toWireJson } from './wire-json.js';
import { attemptOf, isSigned, unknownTarget, type WireTarget, wireTarget } from './wire-target.js';

const TIMESTAMPS = { ssm: 'scientific', secretsmanager: 'decimal' } as const;

export interface RequestHandlerOptions {
  readonly engines: Readonly<Record<'ssm' | 'secretsmanager', ServiceEngine>>;
  readonly calls: CallLog<LocalAwsCall>;
  readonly faults: WireFaults;
  readonly latency: Latency;
  readonly timers: Timers;
  readonly clock: () => number;
  readonly requireSignature: boolean;
  readonly maxBodyBytes: number;
  readonly hosts: readonly string[];
}

/** Answers requests of the AWS JSON 1.1 protocol. */
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
    if (target === undefined) return this.#refuse(response, unknownTarget(request.headers['x-amz-target']));
    if (this.#options.requireSignature && !isSigned(request)) {
      return this.#refuse(response, awsError('MissingAuthenticationTokenException'), target);
    }
    return this.#exchange(request, response, target, body, gone.signal);
  }

  async #exchange(
    request: IncomingMessage,
    response: ServerResponse,
    target: WireTarget,
    body: string,
    gone: AbortSignal,
  ): Promise<void> {
    const { calls, clock, engines, faults, timers, latency } = this.#options;
    const input = parse(body);
    const masked =
      input === undefined ? '***' : engines[target.service].masked(target.operation, input.value);
    calls.add({ ...target, input: masked, at: clock() });
    const exchange: LocalAwsExchange = {
      ...target,
      attempt: attemptOf(request),
      request,
      response,
      answer: () => this.#answer(target, input, gone),
    };
    await latency.pass(timers, gone);
    const fault = faults.take(exchange);
    if (typeof fault === 'function') return fault(exchange);
    if (fault !== undefined && fault.fault !== 'delay') return FAULT_ANSWERS[fault.fault](exchange, fault);
    if (fault !== undefined) await delay(timers, fault.milliseconds ?? 1000, gone);
    const answer = await this.#answer(target, input, gone);
    writeAnswer(response, answer);
  }

  async #answer(
    { service, operation }: WireTarget,
    input: { readonly value: unknown } | undefined,
    abortSignal: AbortSignal,
  ): Promise<WireAnswer> {
    try {
      if (input === undefined) throw serializationException('The request body is not valid JSON.');
      const output = await this.#options.engines[service].execute(
        operation,
        input.value,
        { abortSignal },
        'wire',
      );
      return { status: 200, body: toWireJson(output, TIMESTAMPS[service]) };
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
