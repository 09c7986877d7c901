import type { WireFault, WireFaultScope } from 'nestjs-ssm-cache/testing';

/** What is read while something goes wrong. */
export const KINDS = ['single', 'group', 'tree', 'secret', 'batch'] as const;

export type Kind = (typeof KINDS)[number];

/**
 * What an answer means to those who read: the value, that there is nothing under the path, or a kind of failure. Where it is
 * *awaited*, the time of a reader may end before that of the fetch, as where AWS hangs or the next call has to wait.
 */
export type Outcome =
  'answered' | 'emptied' | 'transient' | 'awaited' | 'unusable client' | 'gone' | 'refused';

/** Something that goes wrong between the cache and AWS, and what is right then. */
export interface Fault {
  readonly name: string;
  readonly happens: WireFault | 'nobody listens';
  /** The requests that meet it. @default all of them */
  readonly scope?: WireFaultScope;
  /** One for every kind, or one for each kind that the fault can happen to. */
  readonly outcome: Outcome | Partial<Readonly<Record<Kind, Outcome>>>;
}

export const outcomeFor = ({ outcome }: Fault, kind: Kind): Outcome | undefined =>
  typeof outcome === 'string' ? outcome : outcome[kind];
