/** The server closed the connection (admin_shutdown, crash_shutdown), or the network did. */
const LOST_CONNECTION = new Set<unknown>(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);

/** What `pg` says, without a code, when the socket closes under a query, and of each query after that. */
const TERMINATED = new Set([
  'Connection terminated unexpectedly',
  'Client was closed and is not queryable',
  'Client has encountered a connection error and is not queryable',
]);

export function isLostConnection(error: unknown): boolean {
  return LOST_CONNECTION.has(codeOf(error)) || (error instanceof Error && TERMINATED.has(error.message));
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
