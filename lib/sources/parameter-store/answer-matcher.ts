import { malformedAnswer, type Fields } from '../calls/answer-fields.js';
import { canonicalName, isArn, splitSelector } from './parameter-name.js';
import type { ParameterReference } from './parameter-reference.js';

/** One parameter of an answer, by what it can be told apart. */
interface AnsweredParameter {
  readonly fields: Fields;
  /** As it was asked for; empty where the answer leaves it out. */
  readonly selector: string;
  readonly version: number | undefined;
  readonly arn: unknown;
  /** One spelling of each of its names. */
  readonly names: readonly string[];
}

/**
 * Finds out which parameter of an answer is whose, where AWS did not answer exactly what was asked for.
 *
 * AWS answers with the selector that was asked for. Emulators and fakes may leave it out: then the version has to tell. And what was
 * asked for by ARN can be answered by name.
 */
export class AnswerMatcher {
  readonly #parameters: readonly AnsweredParameter[];
  readonly #selectors: ReadonlySet<string>;
  readonly #canonical: ReadonlyMap<ParameterReference, string>;
  readonly #asked: ReadonlyMap<string, readonly ParameterReference[]>;
  readonly #askedNames: ReadonlySet<unknown>;

  constructor(
    answered: readonly Fields[],
    asked: readonly ParameterReference[],
    private readonly invalid: ReadonlySet<unknown>,
  ) {
    this.#parameters = answered.map(answeredParameter);
    this.#selectors = new Set(this.#parameters.map(({ selector }) => selector));
    this.#canonical = new Map(asked.map((reference) => [reference, canonicalName(reference.name)]));
    this.#asked = byName(this.#canonical);
    this.#askedNames = new Set(asked.map(({ name }) => name));
  }

  /**
   * `undefined` where the answers do not tell which of several of one name it is. Throws a `RefreshError` when they make no
   * sense for this reference.
   */
  find(reference: ParameterReference): Fields | undefined {
    const { fullName, selector } = reference;
    const marked = this.#choose(
      reference,
      this.#parameters.filter((parameter) => parameter.selector === selector),
    );
    const others = this.#others(reference);
    const isTold = selector !== '' || !others.some((other) => this.#isUnmarked(other));
    if (marked !== undefined && isTold) return marked.fields;
    const unmarked = this.#unmarked(reference);
    if (unmarked.length === 0) throw malformedAnswer(fullName, 'it is not among the answers');
    const fitting =
      selector === ''
        ? latestOf(unmarked, others.filter((other) => this.#isUnmarked(other)).length)
        : ofVersion(unmarked, reference, others.length);
    if (fitting === undefined) return undefined;
    const chosen = this.#choose(reference, fitting);
    if (chosen === undefined) throw malformedAnswer(fullName, 'it is not among the answers');
    return chosen.fields;
  }

  /** The parameters of the name of a reference that have no selector. */
  #unmarked(reference: ParameterReference): readonly AnsweredParameter[] {
    const canonical = this.#canonical.get(reference) as string;
    return this.#parameters.filter(
      ({ selector, arn, names }) => selector === '' && (arn === reference.name || names.includes(canonical)),
    );
  }

  /** The other versions of the same name that were asked for in this call, and exist. */
  #others(reference: ParameterReference): readonly ParameterReference[] {
    const sameName = this.#asked.get(this.#canonical.get(reference) as string) ?? [];
    return sameName.filter(
      (other) => other.selector !== reference.selector && !this.invalid.has(other.fullName),
    );
  }

  #isUnmarked({ selector }: ParameterReference): boolean {
    return !this.#selectors.has(selector);
  }

  /**
   * Two accounts can share a name, so that the ARN decides where it was asked for. What was asked for by name is, where
   * there is a choice, not what another reference asked for by ARN.
   */
  #choose(
    reference: ParameterReference,
    candidates: readonly AnsweredParameter[],
  ): AnsweredParameter | undefined {
    const { name } = reference;
    const byArn = candidates.find(({ arn }) => arn === name);
    if (byArn !== undefined) return byArn;
    const canonical = this.#canonical.get(reference) as string;
    const named = candidates.filter(({ names }) => names.includes(canonical));
    if (isArn(name)) return named.find(({ arn }) => typeof arn !== 'string');
    return named.find(({ arn }) => !this.#askedNames.has(arn)) ?? named[0];
  }
}

const answeredParameter = (fields: Fields): AnsweredParameter => {
  const { Name, ARN, Version } = fields;
  const parts = [Name, ARN].flatMap((name) => (typeof name === 'string' ? splitSelector(name) : []));
  return {
    fields,
    selector: selectorOf(fields) || (typeof Name === 'string' ? (parts[0]?.selector ?? '') : ''),
    version: typeof Version === 'number' ? Version : undefined,
    arn: ARN,
    names: parts.map(({ name }) => canonicalName(name)),
  };
};

/** A fake may give it without its colon, or as a part of the name. */
const selectorOf = ({ Selector }: Fields): string => {
  if (typeof Selector !== 'string' || Selector === '') return '';
  return Selector.startsWith(':') ? Selector : `:${Selector}`;
};

/**
 * No version is newer than the latest one. It can only be told when none of the `others` that were asked for is left out;
 * otherwise `undefined`.
 */
const latestOf = (
  unmarked: readonly AnsweredParameter[],
  others: number,
): readonly AnsweredParameter[] | undefined => {
  if (others === 0) return unmarked;
  const versions = unmarked.flatMap(({ version }) => version ?? []);
  if (unmarked.length <= others || versions.length < unmarked.length) return undefined;
  const latest = Math.max(...versions);
  return unmarked.filter(({ version }) => version === latest);
};

/** What is of the version that was asked for, or, where nothing else was, may be; `undefined` where this cannot be told. */
const ofVersion = (
  unmarked: readonly AnsweredParameter[],
  { fullName, selector }: ParameterReference,
  others: number,
): readonly AnsweredParameter[] | undefined => {
  const wanted = /^:\d+$/.test(selector) ? Number(selector.slice(1)) : undefined;
  const same = unmarked.filter(({ version }) => wanted !== undefined && version === wanted);
  if (same.length > 0) return same;
  if (others > 0) return undefined;
  const fitting = unmarked.filter(({ version }) => wanted === undefined || version === undefined);
  if (fitting.length === 0) throw malformedAnswer(fullName, 'it is of another version');
  return fitting;
};

const byName = (
  canonical: ReadonlyMap<ParameterReference, string>,
): ReadonlyMap<string, readonly ParameterReference[]> => {
  const references = new Map<string, ParameterReference[]>();
  for (const [reference, name] of canonical) {
    const known = references.get(name);
    if (known === undefined) references.set(name, [reference]);
    else known.push(reference);
  }
  return references;
};
