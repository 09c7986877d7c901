/** The server closed the connection (admin_shutdown, crash_shutdown), or the network did. */
const LOST_CONNECTION = new Set<unknown>(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);

/** What `pg` says, without a code, when the socket closes under a query. */
const TERMINATED = 'Connection terminated unexpectedly';

export function isLostConnection(error: unknown): boolean {
  return LOST_CONNECTION.has(codeOf(error)) || (error instanceof Error && error.message === TERMINATED);
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
