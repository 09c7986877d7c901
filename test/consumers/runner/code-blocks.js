/** The fenced code blocks of a page of Markdown. */
export const codeBlocks = (markdown) =>
  [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, code]) => ({ language, code }));
