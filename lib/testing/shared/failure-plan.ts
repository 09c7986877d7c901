import type { AwsFailure } from '../interfaces/aws-failure.interface.js';
import { toError } from './aws-errors.js';

interface PlannedFailure {
  readonly failure: AwsFailure;
  readonly operation: string | undefined;
  remaining: number;
}

/** The failures that requests still have to meet: counted ones first, in the order they were planned. */
export class FailurePlan {
  #planned: PlannedFailure[] = [];

  add(failure: AwsFailure, times: number, operation?: string): void {
    if (!(times > 0)) throw new RangeError(`"times" must be positive, got ${times}`);
    this.#planned.push({ failure, operation, remaining: times });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The failure of a request that has just arrived, if it has one. */
  take(operation: string): Error | undefined {
    const due = this.#planned.filter(
      (planned) => planned.operation === undefined || planned.operation === operation,
    );
    const next = due.find(({ remaining }) => Number.isFinite(remaining)) ?? due.at(-1);
    if (next === undefined) return undefined;
    next.remaining -= 1;
    this.#planned = this.#planned.filter(({ remaining }) => remaining > 0);
    return toError(next.failure);
  }
}
