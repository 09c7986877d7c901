import type { Answer, FetchRequest, Reference, Source } from '../../index.js';
import type { ContractCheck } from './contract-check.interface.js';
import { ensure, outcomeOf } from './ensure.js';

/**
 * A source to check, and what it can read. Each check has one of its own.
 *
 * @publicApi
 */
export interface SourceUnderTest {
  /** The source, or what wraps one. */
  readonly source: Source;
  /** Two references that the source has values for. */
  readonly found: readonly [Reference, Reference];
  /** A reference that the source has no value for. */
  readonly missing: Reference;
  /** Ends what the check has made, such as a server. */
  close?(): void | Promise<void>;
}

const CALL_TIMEOUT = 5_000;

/**
 * What the cache relies on, of a source and of what wraps one. None of the checks shows a value.
 *
 * @param make makes a source with values; called once for each check
 *
 * @example
 * ```ts
 * for (const { name, run } of sourceContract(() => ({ source, found, missing }))) it(name, run);
 * ```
 *
 * @publicApi
 */
export const sourceContract = (make: () => SourceUnderTest | Promise<SourceUnderTest>): ContractCheck[] =>
  Object.entries(CHECKS).map(([name, check]) => ({
    name,
    run: async () => {
      const tested = await make();
      try {
        await check(tested);
      } finally {
        tested.source.close?.();
        await tested.close?.();
      }
    },
  }));

const requestFor = (
  reference: Reference,
  maxAge = 0,
  signal = new AbortController().signal,
): FetchRequest => ({
  reference,
  signal,
  maxAge,
  callTimeout: CALL_TIMEOUT,
});

const fetchAll = async (source: Source, requests: readonly FetchRequest[]): Promise<readonly Answer[]> =>
  Promise.all(source.fetch(requests));

const contentOf = (answer: Answer | undefined): unknown => (answer?.found ? answer.raw.value : undefined);

const CHECKS: Readonly<Record<string, (tested: SourceUnderTest) => Promise<void>>> = {
  'has references that name it': async ({ source, found, missing }) => {
    for (const reference of [...found, missing]) {
      ensure(reference.source === source.name, `a reference names the source "${reference.source}"`);
    }
    ensure(found[0].key !== found[1].key, 'two references have one key');
  },

  'answers with one promise for each request, in their order': async ({ source, found: [one, other] }) => {
    const forward = await fetchAll(source, [requestFor(one), requestFor(other)]);
    const backward = await fetchAll(source, [requestFor(other), requestFor(one)]);
    ensure(forward.length === 2 && backward.length === 2, 'there are not as many answers as requests');
    ensure(
      forward.every(({ found }) => found),
      'a value that exists is not found',
    );
    ensure(
      contentOf(forward[0]) === contentOf(backward[1]),
      'an answer depends on the order of the requests',
    );
  },

  'answers no request with an empty list': async ({ source }) => {
    ensure(source.fetch([]).length === 0, 'there is an answer that nobody asked for');
  },

  'says of a name that does not exist that it is not found, and rejects for none': async ({
    source,
    found: [one],
    missing,
  }) => {
    const [present, absent] = await fetchAll(source, [requestFor(one), requestFor(missing)]);
    ensure(present?.found === true, 'a missing name keeps another one from being read');
    ensure(absent?.found === false, 'a name that does not exist is found');
    ensure(
      absent?.found === false && absent.error.code === 'SSM_CACHE_INVALID_PARAMETER',
      'the error of a missing name is no InvalidParameterError',
    );
  },

  'lets nothing that is older than the request answer a request that accepts no age': async ({
    source,
    found: [one],
  }) => {
    await fetchAll(source, [requestFor(one, Infinity)]);
    const before = Date.now();
    const [answer] = await fetchAll(source, [requestFor(one, 0)]);
    const fetchedAt = answer?.fetchedAt ?? before;
    ensure(fetchedAt >= before, 'an old value answered a request whose "maxAge" is 0');
  },

  'says when a value was fetched that it had before the request': async ({ source, found: [one] }) => {
    await fetchAll(source, [requestFor(one, 0)]);
    const [answer] = await fetchAll(source, [requestFor(one, Infinity)]);
    const { fetchedAt } = answer ?? {};
    ensure(
      fetchedAt === undefined || (Number.isFinite(fetchedAt) && fetchedAt <= Date.now()),
      '"fetchedAt" is no time that has passed, in milliseconds since 1970',
    );
  },

  'throws nothing when it is asked, also with a signal that is aborted': async ({ source, found: [one] }) => {
    const aborted = AbortSignal.abort();
    let answers: readonly Promise<Answer>[];
    try {
      answers = source.fetch([requestFor(one, 0, aborted)]);
    } catch {
      throw new Error('fetch() throws instead of returning a promise that rejects.');
    }
    ensure(answers.length === 1, 'there are not as many answers as requests');
    await Promise.race([outcomeOf(answers[0]), outcomeOf(stopped())]);
  },

  'gives a value of its own to each who asks': async ({ source, found: [one] }) => {
    const [first, second] = await fetchAll(source, [requestFor(one), requestFor(one)]);
    ensure(first?.found === true && second?.found === true, 'one of two equal requests has no answer');
  },

  'names no value in what a role needs': async ({ source, found: [one] }) => {
    const answers = await fetchAll(source, [requestFor(one)]);
    const permissions = source.permissions?.(one) ?? [];
    for (const { action, resource } of permissions) {
      ensure(/^[\w-]+:\w+$/.test(action), 'an action does not look like "service:Operation"');
      ensure(resource !== '' && resource !== contentOf(answers[0]), 'a resource is empty, or a value');
    }
  },
};

/** A request that is given up need not be answered. */
const stopped = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
