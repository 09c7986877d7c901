import { canonicalName, splitSelector } from '../sources/parameter-store/parameter-name.js';
import { namesOfSecret } from '../sources/secrets-manager/secret-change.js';
import { isTouched, type Reference, type SourceChange } from '../sources/source.interface.js';
import type { Announcement } from './events/announcement.interface.js';

const ARN = /^arn:[^:]*:(?:ssm|secretsmanager):([^:]*):([^:]*):/;

/** The region that a client asks in; `undefined` as long as it is not known. */
export type RegionOf = (source: string, client: string) => string | undefined;

interface Place {
  readonly region: string | undefined;
  readonly account: string | undefined;
}

/** One thing that an event names, and where it is. */
interface NamedThing {
  readonly change: SourceChange;
  /** The same without account and region. */
  readonly anywhere: readonly SourceChange[];
  readonly place: Place;
}

/** What an event names, to be compared with references. */
export class NamedThings {
  readonly #things: readonly NamedThing[];

  constructor(
    announcement: Announcement,
    private readonly regionOf: RegionOf,
  ) {
    this.#things = announcement.names.map((name) => thing(name, announcement));
  }

  /** Whether a reference may read differently now. */
  includes(reference: Reference): boolean {
    return this.#things.some(
      ({ change, place }) => isTouchedSafely(reference, change) && !this.#isElsewhere(reference, place),
    );
  }

  /** Whether a reference has the name, but is read in another account or region. */
  hasNamesake(reference: Reference): boolean {
    return this.#things.some(
      ({ anywhere, place }) =>
        anywhere.some((change) => isTouchedSafely(reference, change)) && this.#isElsewhere(reference, place),
    );
  }

  /** As far as both places are known. */
  #isElsewhere({ source, client, name }: Reference, { region, account }: Place): boolean {
    const [, ownRegion = this.regionOf(source, client), ownAccount] = ARN.exec(name) ?? [];
    return differ(region, ownRegion) || differ(account, ownAccount);
  }
}

const thing = (name: string, { source, stages, version, account, region }: Announcement): NamedThing => {
  const [, ownRegion = region, ownAccount = account] = ARN.exec(name) ?? [];
  const bare = source === 'ssm' ? [canonicalName(splitSelector(name).name)] : namesOfSecret(name);
  return {
    change: { source, name, stages, version },
    anywhere: bare.map((one) => ({ source, name: one, stages, version })),
    place: { region: ownRegion, account: ownAccount },
  };
};

/** A reference of an extension has a method of its own. */
const isTouchedSafely = (reference: Reference, change: SourceChange): boolean => {
  try {
    return isTouched(reference, change);
  } catch {
    return false;
  }
};

const differ = (one: string | undefined, other: string | undefined): boolean =>
  Boolean(one) && Boolean(other) && one !== other;
