/** A text as a literal of TypeScript. */
export const quoted = (text: string, quote = "'"): string =>
  `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
