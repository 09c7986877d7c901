/** What moves the cursor, ends a line, reorders or hides text: control and format characters, separators, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;

/** A text as one line that shows what it holds: a name must not forge a line of a log, nor command a terminal. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, escaped);

const asText = (part: unknown): string => {
  try {
    return String(part);
  } catch {
    return `a value of type ${typeof part}`;
  }
};

/** Tags the template of a message: whatever is put into it is made printable. */
export const message = (template: TemplateStringsArray, ...parts: readonly unknown[]): string =>
  template
    .slice(1)
    .reduce((line, next, index) => line + printable(asText(parts[index])) + next, template[0] ?? '');
