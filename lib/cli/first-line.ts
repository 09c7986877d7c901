/** What was thrown, in one line. */
export const firstLine = (thrown: unknown): string => {
  const { message = thrown } = Object(thrown) as { readonly message?: unknown };
  const lines = String(message)
    .split('\n')
    .map((line) => line.trim());
  return lines.find((line) => line !== '') ?? 'an error without a message';
};
