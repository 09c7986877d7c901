import { quoted } from '../output/quoted.js';

/** A value of AWS that code reads. */
export interface Wanted {
  readonly kind: 'parameter' | 'secret' | 'path';
  readonly name: string;
  /** The options that the decorator is given, as code. */
  readonly options: Readonly<Record<string, string>>;
  /** The type of the value, as code. */
  readonly type: string;
  /** Whether the code awaits the value. */
  readonly isAwaited: boolean;
  /** The names that a property of it can have, the best one first. */
  readonly labels: readonly string[];
}

interface Kind {
  readonly decorator: string;
  readonly injector: string;
  readonly token: string;
  readonly handle: string;
}

export const KINDS: Readonly<Record<Wanted['kind'], Kind>> = {
  parameter: {
    decorator: 'SsmParam',
    injector: 'InjectSsmParam',
    token: 'getSsmParamToken',
    handle: 'SsmParameter',
  },
  secret: {
    decorator: 'SsmSecret',
    injector: 'InjectSsmSecret',
    token: 'getSsmSecretToken',
    handle: 'SecretsManagerParameter',
  },
  // There is no handle of a path to inject.
  path: { decorator: 'SsmParams', injector: '', token: '', handle: '' },
};

/** Two reads of one value share what declares it. */
export const keyOf = ({ kind, name, options, type, isAwaited }: Wanted): string => {
  const { default: _default, optional: _optional, ...others } = options;
  return JSON.stringify([kind, name, others, type, isAwaited]);
};

/** What the reads of one value declare together: one of them may say what holds where there is none. */
export const merged = (all: readonly Wanted[]): Wanted => {
  const [first] = all as [Wanted];
  const absent = all.find(({ options }) => options.default !== undefined || options.optional !== undefined);
  return absent ?? first;
};

/** What is between the parentheses of a decorator, and of a handle's. */
export const argumentsOf = ({ name, options }: Wanted, quote: string): string => {
  const entries = Object.entries(options).map(([key, value]) => `${key}: ${value}`);
  return [quoted(name, quote), ...(entries.length > 0 ? [`{ ${entries.join(', ')} }`] : [])].join(', ');
};

/** What a property converts by its type, a handle converts by its option. */
export const asHandle = (wanted: Wanted): Wanted => {
  const transform = { number: 'number', boolean: 'boolean' }[wanted.type];
  if (transform === undefined || wanted.options.transform !== undefined) return wanted;
  return { ...wanted, options: { transform: `'${transform}'`, ...wanted.options } };
};

export const handleType = ({ kind, type }: Wanted): string =>
  type === 'string' ? KINDS[kind].handle : `${KINDS[kind].handle}<${type}>`;

export const camelCase = (text: string): string => {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  const name = words
    .map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('');
  return /^\d/.test(name) ? `value${name}` : name || 'value';
};

/** The last parts of a name, the shortest first: of `/shop/db/host` they are `host`, `dbHost`, `shopDbHost`. */
export const labelsOf = (name: string): readonly string[] => {
  const parts = name.split(/[/:.]+/).filter((part) => part !== '');
  return parts.map((_part, index) => camelCase(parts.slice(-1 - index).join(' ')));
};
