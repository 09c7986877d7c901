/** invalid_password: what a login with a rotated password gets. See PostgreSQL's appendix A. */
const INVALID_PASSWORD = '28P01';

/** The server closed the connection (admin_shutdown, crash_shutdown), or the network did. */
const LOST_CONNECTION = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);

/** What `pg` says, without a code, when the socket closes under a query. */
const TERMINATED = 'Connection terminated unexpectedly';

export function isInvalidPassword(error: unknown): boolean {
  return codeOf(error) === INVALID_PASSWORD;
}

export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined
    ? error instanceof Error && error.message === TERMINATED
    : LOST_CONNECTION.has(code);
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}
