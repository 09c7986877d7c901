import type { Denial } from '../interfaces/denial.interface.js';
import { awsError } from './aws-errors.js';
import { type Caller, principalsOf, testCaller } from './caller.js';
import { matchesWildcard } from './wildcard.js';

/** Something that a request touches: the names it goes by, and how a refusal calls it. */
export interface Resource {
  readonly names: readonly string[];
  readonly shownAs: string | undefined;
}

/** Refuses what was denied, in the words of IAM. Everything else is allowed. */
export class AccessPolicy {
  #denials: Denial[] = [];
  #caller: Caller;

  constructor(partition: string, accountId: string) {
    this.#caller = testCaller(partition, accountId);
  }

  /** Whose request is being handled. */
  get caller(): Caller {
    return this.#caller;
  }

  /** Handles a request of a caller: what it checks, it checks for this one. Requests are handled at once, one after another. */
  as<T>(caller: Caller | undefined, handle: () => T): T {
    const before = this.#caller;
    this.#caller = caller ?? before;
    try {
      return handle();
    } finally {
      this.#caller = before;
    }
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
      ({ action: denied, resource, principal = '*' }) =>
        appliesToAction(denied, action) &&
        appliesToResource(resource, names) &&
        principalsOf(this.#caller).some((name) => matchesWildcard(principal, name)),
    );
  }

  check(action: string, resource: Resource): void {
    if (this.isDenied(action, resource.names)) throw this.refusal(action, resource.shownAs);
  }

  refusal(action: string, shownAs: string | undefined, policy: 'identity' | 'resource' = 'identity'): Error {
    const on = shownAs === undefined ? '' : ` on resource: ${shownAs}`;
    return awsError(
      'AccessDeniedException',
      `User: ${this.#caller.arn} is not authorized to perform: ${action}${on} because no ${policy}-based policy allows the ${action} action`,
    );
  }
}

function areEqual(a: Denial, b: Denial): boolean {
  const MEMBERS = ['action', 'resource', 'principal'] as const;
  return MEMBERS.every((member) => String(a[member] ?? '*') === String(b[member] ?? '*'));
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
