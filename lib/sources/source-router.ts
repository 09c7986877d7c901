import type { Answer, FetchRequest, Reference, Source } from './source.interface.js';

/** Sources by the kind of reference that each of them answers, as one. */
export class SourceRouter implements Source {
  constructor(private readonly sources: Readonly<Record<Reference['kind'], Source>>) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const answers = new Map<FetchRequest, Promise<Answer>>();
    for (const [kind, source] of Object.entries(this.sources)) {
      const ofKind = requests.filter(({ reference }) => reference.kind === kind);
      for (const [index, answer] of source.fetch(ofKind).entries()) {
        answers.set(ofKind[index] as FetchRequest, answer);
      }
    }
    return requests.map((request) => answers.get(request) as Promise<Answer>);
  }
}
