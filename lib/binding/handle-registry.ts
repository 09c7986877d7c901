import type { Abstract } from '@nestjs/common';
import { announceToken } from './late-tokens.js';
import type { DecoratedValue } from './declarations.interface.js';

/**
 * The token of a handle: a function, since auto-mockers make doubles of functions and of nothing else. Its name says which
 * handle it stands for.
 */
export type HandleToken = Abstract<unknown>;

interface HandleRegistry {
  readonly tokens: Map<string, HandleToken>;
  readonly declarations: Map<unknown, DecoratedValue>;
  /** Numbers for what has no text: functions, schemas, filters. */
  readonly numbers: Map<unknown, number>;
}

const KEY = Symbol.for('nestjs-ssm-cache:handles');

/** Shared by the ESM and the CommonJS copy of the package: a library may declare what an application's module provides. */
const registry = ((globalThis as { [KEY]?: HandleRegistry })[KEY] ??= {
  tokens: new Map(),
  declarations: new Map(),
  numbers: new Map(),
});

/** Declares a handle that can be injected; the same name and options have the same token. */
export const declareHandle = (declared: DecoratedValue): HandleToken => {
  const name = tokenName(declared);
  const known = registry.tokens.get(name);
  if (known !== undefined) return known;
  const token = Object.defineProperty(class {}, 'name', { value: name }) as HandleToken;
  registry.tokens.set(name, token);
  registry.declarations.set(token, declared);
  announceToken(token);
  return token;
};

export const declaredHandle = (token: unknown): DecoratedValue | undefined =>
  registry.declarations.get(token);

export const handleTokens = (): readonly HandleToken[] => [...registry.tokens.values()];

const SOURCES = { parameter: 'PARAMETER', secret: 'SECRET', path: 'PATH' } as const;

/** Nest prints it where nothing provides the handle. A default may be a secret: it has a number, as a function has. */
const tokenName = ({ kind, name, options }: DecoratedValue): string => {
  const given = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([option, value]) => `${option}: ${option === 'default' ? numbered(value) : shown(value)}`);
  const suffix = given.length === 0 ? '' : ` { ${given.join(', ')} }`;
  return `SSM_CACHE:${SOURCES[kind]}:${shown(name)}${suffix}`;
};

const shown = (value: unknown): string => {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join('+');
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : numbered(value);
};

const numbered = (value: unknown): string => {
  const number = registry.numbers.get(value) ?? registry.numbers.size + 1;
  registry.numbers.set(value, number);
  return `#${number}`;
};
