import { RefreshError } from '../errors/index.js';
import { unknownSourceMessage } from '../errors/errors.messages.js';
import type { Answer, FetchRequest, Reference, Source } from './source.interface.js';

/** A part of a source. */
export type Fetcher = Omit<Source, 'name'>;

/** What fetches a reference. */
export type SourceOf = (reference: Reference) => Fetcher;

/** The answers in the order of the requests, each of the source that `sourceOf` says: what goes to one goes together. */
export const routed = (requests: readonly FetchRequest[], sourceOf: SourceOf): readonly Promise<Answer>[] => {
  const bySource = new Map<Fetcher, { readonly requests: FetchRequest[]; readonly places: number[] }>();
  for (const [place, request] of requests.entries()) {
    const source = sourceOf(request.reference);
    const together = bySource.get(source) ?? { requests: [], places: [] };
    together.requests.push(request);
    together.places.push(place);
    bySource.set(source, together);
  }
  const answers: Promise<Answer>[] = [];
  for (const [source, { requests: together, places }] of bySource) {
    for (const [index, answer] of source.fetch(together).entries()) answers[places[index] as number] = answer;
  }
  return answers;
};

/** Sources by their names, as one. */
export class SourceRouter {
  readonly #unknown: Fetcher = {
    fetch: (requests) => requests.map((request) => this.#refuse(request)),
  };

  constructor(readonly sources: ReadonlyMap<string, Source>) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    return routed(requests, ({ source }) => this.sources.get(source) ?? this.#unknown);
  }

  #refuse({ reference: { source, fullName } }: FetchRequest): Promise<never> {
    const message = unknownSourceMessage(fullName, source, [...this.sources.keys()]);
    return Promise.reject(new RefreshError(message, { names: [fullName] }));
  }
}
