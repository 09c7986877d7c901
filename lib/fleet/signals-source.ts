import type { Answer, FetchRequest, Permission, Reference, Source } from '../sources/source.interface.js';
import type { FleetMember } from './fleet-member.js';

/** A source whose answers the fleet is told of, where they are new. No value leaves it. */
export class SignalsSource implements Source {
  readonly name: string;

  constructor(
    private readonly inner: Source,
    private readonly fleet: Pick<FleetMember, 'asked' | 'answered' | 'failed' | 'close'>,
  ) {
    this.name = inner.name;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    this.fleet.asked(requests);
    return this.inner.fetch(requests).map(async (promise, index) => {
      const { reference } = requests[index] as FetchRequest;
      try {
        const answer = await promise;
        this.fleet.answered(reference, answer);
        return answer;
      } catch (error) {
        this.fleet.failed(reference, error);
        throw error;
      }
    });
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.inner.permissions?.(reference) ?? [];
  }

  close(): void {
    this.fleet.close();
  }
}
