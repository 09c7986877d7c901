import { withoutContext } from '../../runtime/no-context.js';
import type { FleetValue } from '../../options/fleet-store.interface.js';
import type { ValuesParts } from './values-source.js';

/** Stores together what is answered in one turn of the event loop, and tells those who wait for it. */
export class PutBatch {
  #values: FleetValue[] = [];

  constructor(private readonly parts: Pick<ValuesParts, 'fleet' | 'store' | 'runtime'>) {}

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
