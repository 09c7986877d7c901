import type { SsmHandle } from 'nestjs-ssm-cache';
import type { Departure } from './held-aws.js';

export interface Policy {
  readonly maxAge: number;
  readonly maxStale: number;
  readonly minRefreshInterval: number;
  readonly refreshTimeout: number;
}

/** A handle, with what its reads have shown so far. */
export class WatchedHandle {
  /** The newest content of AWS that a read has shown. */
  newest = 0;

  constructor(
    readonly handle: SsmHandle<unknown, any>,
    readonly policy: Policy,
    /** Whether it reads a whole path. */
    readonly isTree = false,
  ) {}

  get name(): string {
    return this.handle.fullName;
  }

  /** The number of the content that is held; `undefined` where nothing is, or nothing tells. */
  get version(): number | undefined {
    const { version } = this.handle;
    return version === undefined ? undefined : Number(version);
  }

  /** Whether AWS refused it in `departure`. */
  isRefusedIn({ refused }: Departure): boolean {
    if (refused.size === 0) return false;
    return refused.has(this.name) || (this.name.startsWith('/t/') && refused.has('/t'));
  }
}

/** The numbers that a value is made of: of a tree several, otherwise one. */
export const contentsOf = (value: unknown): readonly number[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((part) => contentsOf(part))
    : [Number(value)];
