import { RefreshError, type SsmCacheError } from '../errors/index.js';
import { unknownSourceMessage } from '../errors/errors.messages.js';
import type { Answer, FetchRequest, Reference, Source } from './source.interface.js';

/** A part of a source. */
export type Fetcher = Omit<Source, 'name'>;

/** What fetches a reference. */
export type SourceOf = (reference: Reference) => Fetcher;

/** Fetches each reference from the source that `sourceOf` says: what goes to one goes together. */
export class Router {
  constructor(private readonly sourceOf: SourceOf) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const placesBySource = new Map<Fetcher, number[]>();
    for (const [place, { reference }] of requests.entries()) {
      const source = this.sourceOf(reference);
      const places = placesBySource.get(source);
      if (places === undefined) placesBySource.set(source, [place]);
      else places.push(place);
    }
    const answers: Promise<Answer>[] = [];
    for (const [source, places] of placesBySource) {
      const fetched = source.fetch(places.map((place) => requests[place] as FetchRequest));
      for (const [index, answer] of fetched.entries()) answers[places[index] as number] = answer;
    }
    return answers;
  }
}

/** Sources by their names, as one. */
export class SourceRouter extends Router {
  constructor(readonly sources: ReadonlyMap<string, Source>) {
    const unknown = refusing(({ source, fullName }) => {
      const message = unknownSourceMessage(fullName, source, [...sources.keys()]);
      return new RefreshError(message, { names: [fullName] });
    });
    super(({ source }) => sources.get(source) ?? unknown);
  }
}

/** What fetches nothing, for the reason that each reference gets. */
export const refusing = (reasonFor: (reference: Reference) => SsmCacheError): Fetcher => ({
  fetch: (requests) => requests.map(({ reference }) => Promise.reject(reasonFor(reference))),
});
