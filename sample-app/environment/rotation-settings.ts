/** One user whose password changes, or two users in turn, as the two kinds of AWS's rotation functions have it. */
export type Strategy = 'single' | 'alternating';

const { SAMPLE_KEY_AGE, SAMPLE_PENDING, SAMPLE_STRATEGY, SAMPLE_WINDOW } = process.env;

/** Whether the service tries the login that is pending, so that it need not wait for the end of a rotation. */
export const TRIES_PENDING = SAMPLE_PENDING !== 'off';

export const STRATEGY: Strategy = SAMPLE_STRATEGY === 'alternating' ? 'alternating' : 'single';

/** Milliseconds from the new password in PostgreSQL to AWSCURRENT on it: all that time the current login is refused. */
export const WINDOW = Number(SAMPLE_WINDOW ?? 0.3) * 1_000;

/** Seconds after which the service looks whether there is a new signing key, if no event tells of it. */
export const SIGNING_KEY_AGE = Number(SAMPLE_KEY_AGE ?? 300);

const CLONE = '_clone';

/** The user of the next version. */
export function nextUser(username: string): string {
  if (STRATEGY === 'single') return username;
  return username.endsWith(CLONE) ? username.slice(0, -CLONE.length) : username + CLONE;
}
