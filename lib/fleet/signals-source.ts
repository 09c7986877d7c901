import type { Answer, FetchRequest, Permission, Reference, Source } from '../sources/source.interface.js';
import type { Fleet } from './fleet-member.js';

/** A source whose answers the fleet is told of, where they are new. No value leaves it. */
export class SignalsSource implements Source {
  readonly name: string;

  constructor(
    private readonly inner: Source,
    private readonly fleet: Pick<Fleet, 'asked' | 'answered' | 'close'>,
  ) {
    this.name = inner.name;
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    this.fleet.asked(requests);
    return this.inner.fetch(requests).map(async (promise, index) => {
      const answer = await promise;
      this.fleet.answered((requests[index] as FetchRequest).reference, answer);
      return answer;
    });
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.inner.permissions?.(reference) ?? [];
  }

  close(): void {
    this.fleet.close();
  }
}
