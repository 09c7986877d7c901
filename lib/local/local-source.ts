import { isTree, type NamedValue } from '../values/raw-value.js';
import type { Fetcher } from '../sources/source-router.js';
import type {
  Answer,
  FetchRequest,
  Member,
  Permission,
  Reference,
  Source,
} from '../sources/source.interface.js';

/** A source of local values, before another one that is asked for what is not here. */
export class LocalSource implements Source {
  constructor(
    readonly name: string,
    private readonly local: Fetcher,
    /** Where other names are asked for; `undefined` if nowhere. */
    private readonly further: Source | undefined,
    /** Says of a missing name where it can be put. */
    private readonly explained: (answer: Answer, reference: Reference) => Answer,
  ) {}

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    const local = this.local.fetch(requests);
    const { further } = this;
    const answers = further === undefined ? local : this.#withFurther(requests, local, further);
    return answers.map((answer, index) => {
      const { reference } = requests[index] as FetchRequest;
      return answer.then((one) => this.explained(one, reference));
    });
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.further?.permissions?.(reference) ?? [];
  }

  /** What is not here is asked for together, once all that is here is known. */
  #withFurther(
    requests: readonly FetchRequest[],
    local: readonly Promise<Answer>[],
    further: Source,
  ): readonly Promise<Answer>[] {
    const asked = Promise.allSettled(local).then((settled) => {
      const open = requests.filter((_request, index) => isOpen(settled[index]));
      const answers = further.fetch(open);
      return new Map(open.map((request, index) => [request, answers[index] as Promise<Answer>]));
    });
    return local.map(async (answer, index) => {
      const here = await answer;
      const there = await (await asked).get(requests[index] as FetchRequest);
      return there === undefined ? here : merged(here, there);
    });
  }
}

/** A name that is missing here, or a path, of which more can be elsewhere. */
const isOpen = (outcome: PromiseSettledResult<Answer> | undefined): boolean =>
  outcome?.status === 'fulfilled' && (!outcome.value.found || outcome.value.members !== undefined);

const merged = (here: Answer, there: Answer): Answer => {
  if (!here.found || !there.found || !isTree(here.raw.value) || !isTree(there.raw.value)) return there;
  const values = new Map([...there.raw.value, ...here.raw.value].map((value) => [value.name, value]));
  const members = new Map(
    [...(there.members ?? []), ...(here.members ?? [])].map((member) => [member.reference.key, member]),
  );
  return {
    found: true,
    raw: { ...there.raw, value: [...values.values()].toSorted(byName) },
    members: [...members.values()].toSorted(byReference),
  };
};

const byName = (one: NamedValue, other: NamedValue): number => (one.name < other.name ? -1 : 1);

const byReference = (one: Member, other: Member): number =>
  one.reference.name < other.reference.name ? -1 : 1;
