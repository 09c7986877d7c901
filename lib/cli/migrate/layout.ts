import type { Source } from './source.js';

/** Items between brackets: in a line, if it is short enough, else one a line, as Prettier writes them. */
export const listed = (
  source: Source,
  [open, close]: readonly [open: string, close: string],
  items: readonly string[],
  {
    indent,
    before,
    after,
    isBroken = false,
  }: { indent: string; before: number; after: number; isBroken?: boolean },
): string => {
  const [gap, all] = [open === '{' ? ' ' : '', items.join(', ')];
  const line = items.length === 0 ? open + close : `${open}${gap}${all}${gap}${close}`;
  const fits = !all.includes('\n') && before + line.length + after <= source.printWidth;
  if (items.length === 0 || (fits && !isBroken)) return line;
  const inner = items.map((item) => `${indent}${source.indent}${item},`);
  return [open, ...inner, `${indent}${close}`].join(source.lineEnd);
};

/** How far into its line a position is. */
export const columnOf = ({ text }: Source, position: number): number =>
  position - (text.lastIndexOf('\n', position - 1) + 1);

/** How many characters follow a position in its line. */
export const restOf = ({ text }: Source, position: number): number => {
  const end = text.indexOf('\n', position);
  return (end === -1 ? text.length : end) - position;
};
