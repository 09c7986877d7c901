import type { DeclaredValue } from './property-declaration.interface.js';

/** Who learns of each handle that is declared after Nest has scanned the modules. */
export interface HandleListener {
  handleDeclared(token: string): void;
}

interface HandleRegistry {
  readonly declarations: Map<string, DeclaredValue>;
  readonly listeners: Set<WeakRef<HandleListener>>;
  /** Numbers for what has no text: functions, schemas, filters. */
  readonly numbers: Map<unknown, number>;
}

const KEY = Symbol.for('nestjs-ssm-cache:handles');

/** Shared by the ESM and the CommonJS copy of the package: a library may declare what an application's module provides. */
const registry = ((globalThis as { [KEY]?: HandleRegistry })[KEY] ??= {
  declarations: new Map(),
  listeners: new Set(),
  numbers: new Map(),
});

/** Declares a handle that can be injected; the same name and options have the same token. */
export const declareHandle = (declared: DeclaredValue): string => {
  const token = tokenOf(declared);
  if (registry.declarations.has(token)) return token;
  registry.declarations.set(token, declared);
  for (const reference of registry.listeners) {
    const listener = reference.deref();
    if (listener === undefined) registry.listeners.delete(reference);
    else listener.handleDeclared(token);
  }
  return token;
};

export const declaredHandle = (token: unknown): DeclaredValue | undefined =>
  typeof token === 'string' ? registry.declarations.get(token) : undefined;

export const handleTokens = (): readonly string[] => [...registry.declarations.keys()];

/** The listener is not kept alive. */
export const onHandleDeclared = (listener: HandleListener): void => {
  registry.listeners.add(new WeakRef(listener));
};

const SOURCES = { parameter: 'PARAMETER', secret: 'SECRET', path: 'PATH' } as const;

/** Nest prints it where nothing provides the handle. A default may be a secret: it has a number, as a function has. */
const tokenOf = ({ kind, name, options }: DeclaredValue): string => {
  const given = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([option, value]) => `${option}: ${option === 'default' ? numbered(value) : shown(value)}`);
  const suffix = given.length === 0 ? '' : ` { ${given.join(', ')} }`;
  return `SSM_CACHE:${SOURCES[kind]}:${shown(name)}${suffix}`;
};

const shown = (value: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : numbered(value);

const numbered = (value: unknown): string => {
  const number = registry.numbers.get(value) ?? registry.numbers.size + 1;
  registry.numbers.set(value, number);
  return `#${number}`;
};
