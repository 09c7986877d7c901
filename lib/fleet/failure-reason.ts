/** Redis begins its errors with a word such as NOPERM. What follows can quote what was sent. */
const REDIS_ERROR = /^[A-Z]{2,}(?=\s|$)/;

/** What an operation failed with, without its text. */
export const failureReason = (error: unknown): string => {
  if (!(error instanceof Error)) return 'an error';
  const { code } = error as { readonly code?: unknown };
  const [word] = REDIS_ERROR.exec(error.message) ?? [];
  return word ?? (typeof code === 'string' ? code : error.name);
};
