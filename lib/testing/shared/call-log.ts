import type { AwsCall } from '../interfaces/aws-call.interface.js';

/** The requests that were received, oldest first. */
export class CallLog<Call extends AwsCall = AwsCall> {
  #calls: Call[] = [];

  get all(): readonly Call[] {
    return [...this.#calls];
  }

  of(operation: string): readonly Call[] {
    return this.#calls.filter((call) => call.operation === operation);
  }

  add(call: Call): void {
    this.#calls.push(Object.freeze(call));
  }

  reset(): void {
    this.#calls = [];
  }
}
