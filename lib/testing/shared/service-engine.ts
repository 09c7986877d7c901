import { randomUUID } from 'node:crypto';
import type { AwsRequestOptions } from '../interfaces/aws-command.interface.js';
import { abortError, awsError, unknownOperation } from './aws-errors.js';
import type { Caller } from './caller.js';
import { CallLog } from './call-log.js';
import { FailurePlan } from './failure-plan.js';
import { maskInput } from './input-mask.js';
import { type InputForm, readInput } from './input-reader.js';
import { validateInput } from './input-validation.js';
import { Latency } from './latency.js';
import type { Operation, Operations } from './operation.js';
import type { ServiceSettings } from './service-settings.js';
import type { TokenBucket } from './token-bucket.js';

/** Takes requests through what every one of them meets: the record, failures, throttling, validation, latency. */
export class ServiceEngine {
  readonly calls: CallLog = new CallLog();
  readonly failures = new FailurePlan();
  readonly settings: ServiceSettings;
  readonly #service: string;
  readonly #operations: Operations;
  readonly latency = new Latency();
  bucket: TokenBucket | undefined;

  constructor(service: string, operations: Operations, settings: ServiceSettings) {
    this.#service = service;
    this.#operations = operations;
    this.settings = settings;
  }

  /**
   * The answer is made when the request arrives, and given after the latency: what changes meanwhile does not
   * show in it.
   */
  async execute(
    operation: string,
    input: unknown,
    { abortSignal }: AwsRequestOptions = {},
    form: InputForm = 'native',
    caller?: Caller,
  ): Promise<any> {
    if (abortSignal?.aborted) throw abortError();
    const { clock, timers } = this.settings;
    const known = this.#operation(operation);
    this.calls.add({ operation, input: maskInput(known?.input, input), at: clock() });
    const answer = this.settings.access.as(caller, () =>
      this.#answer(operation, known, input, form, abortSignal),
    );
    await this.latency.pass(timers, abortSignal);
    if ('error' in answer) throw answer.error;
    return await answer.output;
  }

  /** An input as it may be shown: without values. */
  masked(operation: string, input: unknown): unknown {
    return maskInput(this.#operation(operation)?.input, input);
  }

  #operation(name: string): Operation | undefined {
    return Object.hasOwn(this.#operations, name) ? this.#operations[name] : undefined;
  }

  #answer(
    name: string,
    operation: Operation | undefined,
    input: unknown,
    form: InputForm,
    abortSignal: AbortSignal | undefined,
  ): { output: object | Promise<object> } | { error: unknown } {
    try {
      const failure = this.failures.take(name);
      if (failure !== undefined) throw failure;
      if (operation === undefined) throw unknownOperation(this.#service, name, Object.keys(this.#operations));
      if (this.bucket?.admits(name) === false) throw awsError('ThrottlingException');
      const request = readInput(operation.input, input, form);
      if (form === 'native') fillIdempotencyToken(operation, request);
      validateInput(operation.input, request);
      const output = operation.handle(request, abortSignal);
      // It is awaited after the latency, and may have failed by then.
      if (output instanceof Promise) output.catch(() => undefined);
      return { output };
    } catch (error) {
      return { error };
    }
  }
}

/** The SDK makes the token up when the caller gives none; over the wire it must be there. */
function fillIdempotencyToken(operation: Operation, request: Record<string, unknown>): void {
  if ('ClientRequestToken' in operation.input.members) request['ClientRequestToken'] ??= randomUUID();
}
