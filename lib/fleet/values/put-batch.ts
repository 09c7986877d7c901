import type { FleetStore, FleetValue } from '../../options/fleet-store.interface.js';
import { withoutContext } from '../../runtime/no-context.js';
import type { FleetMember } from '../fleet-member.js';
import type { FleetRuntime } from '../fleet-runtime.js';

interface PutBatchParts {
  readonly fleet: Pick<FleetMember, 'id' | 'run' | 'arrived'>;
  readonly store: Pick<FleetStore, 'put'>;
  readonly runtime: Pick<FleetRuntime, 'scheduler'>;
}

/** Stores together what is answered in one turn of the event loop, and tells those who wait for it. */
export class PutBatch {
  #values: FleetValue[] = [];
  #unshared: string[] = [];

  constructor(private readonly parts: PutBatchParts) {}

  /** @param isAnswered whether AWS has answered, so that nothing better comes where nothing is stored */
  add(value: FleetValue, isAnswered: boolean): void {
    this.#values.push(value);
    if (isAnswered && value.text === '') this.#unshared.push(value.key);
    if (this.#values.length > 1) return;
    withoutContext(() => this.parts.runtime.scheduler.endOfTurn(() => void this.#put()));
  }

  async #put(): Promise<void> {
    const { fleet, store } = this.parts;
    const [values, unshared] = [this.#values, this.#unshared];
    this.#values = [];
    this.#unshared = [];
    await fleet.run(() => store.put(values, fleet.id));
    fleet.arrived(
      values.map(({ key }) => key),
      unshared,
    );
  }
}
