/** How many characters must be put in, taken out or replaced to make one text into the other (Levenshtein). */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [above, character] of from.split('').entries()) {
    let left = above + 1;
    const next = [left];
    for (let index = 0; index < to.length; index += 1) {
      const replaced = at(row, index) + Number(character !== to[index]);
      left = Math.min(replaced, left + 1, at(row, index + 1) + 1);
      next.push(left);
    }
    row = next;
  }
  return at(row, to.length);
}

const at = (row: readonly number[], index: number): number => row[index] as number;
