import type { LocalAws } from 'nestjs-ssm-cache/testing';

const numbered = (count: number, name: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => name(index));

const SINGLE_PARAMETERS = numbered(16, (index) => `/single/${index}`);
const SINGLE_SECRETS = numbered(10, (index) => `single/${index}`);
export const TREE = '/tree';
const LEAVES = numbered(12, (index) => `${TREE}/${index}`);
/** What is read by itself. */
export const SINGLE = [...SINGLE_PARAMETERS, ...SINGLE_SECRETS];
/** What changes as one, and is read through a group. */
export const GROUPS = ['one', 'two'].map((group) => ({
  group,
  names: [
    ...numbered(4, (index) => `/group/${group}/${index}`),
    ...numbered(2, (index) => `group/${group}/${index}`),
  ],
}));
export const NAMES = [...SINGLE, ...LEAVES, ...GROUPS.flatMap(({ names }) => names)];

export const isParameter = (name: string): boolean => name.startsWith('/');

/** Fifty values in AWS that say how often each of them was put: that is how a reader knows an old or foreign one. */
export class ChaosValues {
  readonly #puts = new Map<string, number>();

  constructor(private readonly aws: LocalAws) {
    for (const name of NAMES) this.put(name);
  }

  put(name: string): void {
    const puts = (this.#puts.get(name) ?? 0) + 1;
    this.#puts.set(name, puts);
    const store = isParameter(name) ? this.aws.parameterStore : this.aws.secretsManager;
    store.put(name, `${name} #${puts}`);
  }

  /** How often it was put so far. */
  puts(name: string): number {
    return this.#puts.get(name) as number;
  }

  /** Which put of `name` a value is of; undefined for one that was never put there. */
  putOf(name: string, value: unknown): number | undefined {
    const [valueName, number, ...rest] = String(value).split(' #');
    const put = Number(number);
    const isOne = valueName === name && rest.length === 0 && Number.isInteger(put);
    return isOne && put >= 1 && put <= this.puts(name) ? put : undefined;
  }
}
