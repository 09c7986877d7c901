type Options = Readonly<Record<string, unknown>>;

/** Objects of the application, which live: clients and connections. */
const LIVE = ['clients', 'extensions', 'fleet', 'secretsManagerClient', 'ssmClient'] as const;

let made = 0;

/** Holds what Nest must neither serialise nor print. Two of them are never equal. */
class HiddenOption {
  readonly id = (made += 1);
  readonly #content: unknown;

  constructor(content: unknown) {
    this.#content = content;
  }

  static contentOf(value: unknown): unknown {
    return value instanceof HiddenOption ? value.#content : value;
  }
}

/** The same options, with live objects out of the sight of Nest: Nest 10 serialises whatever a dynamic module holds. */
export const withHiddenObjects = <O>(options: O): O => replaced(options, (value) => new HiddenOption(value));

/** The options that `withHiddenObjects` was given. */
export const withShownObjects = <O>(options: O): O =>
  replaced(options, (value) => HiddenOption.contentOf(value));

const isPlain = (options: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(options);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/** An instance of a class reads its own members, and is left as it is. */
const replaced = <O>(options: O, replace: (value: unknown) => unknown): O => {
  if (typeof options !== 'object' || options === null || !isPlain(options)) return options;
  const live = LIVE.filter((option) => Object.hasOwn(options, option));
  if (live.length === 0) return options;
  const members = live.map((option) => [option, replace((options as Options)[option])] as const);
  return { ...options, ...Object.fromEntries(members) };
};
