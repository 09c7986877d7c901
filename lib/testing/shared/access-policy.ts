import type { Denial } from '../interfaces/denial.interface.js';
import { awsError } from './aws-errors.js';
import { matchesWildcard } from './wildcard.js';

/** Something that a request touches: the names it goes by, and how a refusal calls it. */
export interface Resource {
  readonly names: readonly string[];
  readonly shownAs: string | undefined;
}

/** Refuses what was denied, in the words of IAM. Everything else is allowed. */
export class AccessPolicy {
  #denials: Denial[] = [];
  readonly #principal: string;

  constructor(partition: string, accountId: string) {
    this.#principal = `arn:${partition}:sts::${accountId}:assumed-role/test-role/test-session`;
  }

  deny(denial: Denial): void {
    this.#denials.push(denial);
  }

  allow(denial?: Denial): void {
    this.#denials = denial === undefined ? [] : this.#denials.filter((one) => !areEqual(one, denial));
  }

  /** `action` with its service, `ssm:GetParameter`. */
  isDenied(action: string, names: readonly string[]): boolean {
    return this.#denials.some(
      (denial) => appliesToAction(denial.action, action) && appliesToResource(denial.resource, names),
    );
  }

  check(action: string, resource: Resource): void {
    if (this.isDenied(action, resource.names)) throw this.refusal(action, resource.shownAs);
  }

  refusal(action: string, shownAs: string | undefined): Error {
    const on = shownAs === undefined ? '' : ` on resource: ${shownAs}`;
    return awsError(
      'AccessDeniedException',
      `User: ${this.#principal} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`,
    );
  }
}

function areEqual(a: Denial, b: Denial): boolean {
  return (a.action ?? '*') === (b.action ?? '*') && String(a.resource ?? '*') === String(b.resource ?? '*');
}

function appliesToAction(pattern: string | undefined, action: string): boolean {
  if (pattern === undefined || pattern === '*') return !action.startsWith('kms:');
  return matchesWildcard(pattern, pattern.includes(':') ? action : action.slice(action.indexOf(':') + 1));
}

function appliesToResource(pattern: string | RegExp | undefined, names: readonly string[]): boolean {
  if (pattern === undefined || pattern === '*') return true;
  return names.some((name) =>
    typeof pattern === 'string' ? matchesWildcard(pattern, name) : name.search(pattern) !== -1,
  );
}
