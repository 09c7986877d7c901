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

  constructor(private readonly parts: PutBatchParts) {}

  add(value: FleetValue): void {
    this.#values.push(value);
    if (this.#values.length > 1) return;
    withoutContext(() => this.parts.runtime.scheduler.endOfTurn(() => void this.#put()));
  }

  async #put(): Promise<void> {
    const { fleet, store } = this.parts;
    const values = this.#values;
    this.#values = [];
    await fleet.run(() => store.put(values, fleet.id));
    fleet.arrived(values.map(({ key }) => key));
  }
}
