/** A script that Redis runs as one step. Its name is for readers alone. */
export interface Script {
  readonly name: string;
  readonly text: string;
}

/** What is sent and not seen needs no indentation. */
export const script = (name: string, text: string): Script => ({
  name,
  text: text.trim().replaceAll(/^\s+|\s*--.*$/gm, ''),
});
