import type { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';

export type Service = InMemoryParameterStore | InMemorySecretsManager;

/** A key that only the bad name is encrypted with. */
export const OWN_KEY = 'alias/own';

/** One way in which a name can be bad, and how many calls it may cost. */
export interface Bad {
  readonly kind: string;
  readonly source: 'parameters' | 'secrets';
  readonly name: string;
  readonly spoil: (service: Service, name: string) => void;
  readonly heal: (service: Service, name: string) => void;
  /** What it is read as once it is healed: a value, or the code of an error. */
  readonly afterwards: string;
  /** At most as many calls when it is first met, at each refresh from then on, and once it is healed. */
  readonly calls: { readonly first: number; readonly later: number; readonly healed: number };
}

const deleted: Pick<Bad, 'spoil' | 'heal' | 'afterwards'> = {
  spoil: (service, name) => void service.delete(name, { force: true }),
  heal: (service, name) => void service.put(name, 'healed'),
  afterwards: 'healed',
};
const marked: Pick<Bad, 'spoil' | 'heal' | 'afterwards'> = {
  spoil: (service, name) => void service.delete(name),
  heal: (service, name) => (service as InMemorySecretsManager).restore(name),
  afterwards: 'first',
};
const denied: Pick<Bad, 'spoil' | 'heal' | 'afterwards'> = {
  spoil: (service, name) => service.deny(name),
  heal: (service) => service.allow(),
  afterwards: 'first',
};
const locked: Pick<Bad, 'spoil' | 'heal' | 'afterwards'> = {
  spoil: (service) => service.disableKey(OWN_KEY),
  heal: (service) => service.enableKey(OWN_KEY),
  afterwards: 'first',
};
const malformed: Pick<Bad, 'spoil' | 'heal' | 'afterwards'> = {
  spoil: () => undefined,
  heal: () => undefined,
  afterwards: 'SSM_CACHE_INVALID_PARAMETER',
};

/** 25 parameters need three calls. A refused batch of ten takes eight more until its culprit stands alone. */
const PARAMETERS: readonly Omit<Bad, 'source'>[] = [
  { kind: 'deleted', name: '/shop/13', ...deleted, calls: { first: 3, later: 3, healed: 3 } },
  { kind: 'denied', name: '/shop/13', ...denied, calls: { first: 11, later: 4, healed: 3 } },
  { kind: 'malformed', name: '/shop//13', ...malformed, calls: { first: 4, later: 4, healed: 4 } },
  { kind: 'of a disabled key', name: '/shop/13', ...locked, calls: { first: 11, later: 4, healed: 3 } },
];

/** 25 secrets need two calls, in which AWS speaks of each. */
const SECRETS: readonly Omit<Bad, 'source'>[] = [
  { kind: 'deleted', name: 'shop/13', ...deleted, calls: { first: 2, later: 2, healed: 2 } },
  { kind: 'marked for deletion', name: 'shop/13', ...marked, calls: { first: 2, later: 2, healed: 2 } },
  { kind: 'denied', name: 'shop/13', ...denied, calls: { first: 2, later: 2, healed: 2 } },
  { kind: 'malformed', name: 'shop/not valid*', ...malformed, calls: { first: 3, later: 3, healed: 3 } },
  { kind: 'of a disabled key', name: 'shop/13', ...locked, calls: { first: 2, later: 2, healed: 2 } },
];

export const BAD_NAMES: readonly Bad[] = [
  ...PARAMETERS.map((bad) => ({ ...bad, source: 'parameters' }) as const),
  ...SECRETS.map((bad) => ({ ...bad, source: 'secrets' }) as const),
];
