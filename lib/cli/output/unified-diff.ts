const CONTEXT = 3;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** How a file changes, as `diff -u` and `git apply` write and read it. */
export const unifiedDiff = (file: string, before: string, after: string): string => {
  const lines = comparedLines(before.split('\n'), after.split('\n'));
  const hunks = hunksOf(lines).map(([start, end]) => hunkText(lines, start, end));
  const path = file.replaceAll('\\', '/');
  return [`--- a/${path}`, `+++ b/${path}`, ...hunks].join('\n');
};

/** By the longest common subsequence of what is between the common beginning and end. */
const comparedLines = (before: readonly string[], after: readonly string[]): readonly Line[] => {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let [oldEnd, newEnd] = [before.length, after.length];
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  return [
    ...same(before.slice(0, start)),
    ...changed(before.slice(start, oldEnd), after.slice(start, newEnd)),
    ...same(before.slice(oldEnd)),
  ];
};

const same = (lines: readonly string[]): readonly Line[] => lines.map((text) => ({ sign: ' ', text }));

const changed = (before: readonly string[], after: readonly string[]): readonly Line[] => {
  const lengths = commonLengths(before, after);
  const lengthAt = (old: number, own: number): number => lengths[old]?.[own] ?? 0;
  const lines: Line[] = [];
  let [old, own] = [0, 0];
  while (old < before.length || own < after.length) {
    const [gone, come] = [before[old], after[own]];
    if (gone !== undefined && gone === come) {
      lines.push({ sign: ' ', text: gone });
      old += 1;
      own += 1;
    } else if (
      gone !== undefined &&
      (come === undefined || lengthAt(old + 1, own) >= lengthAt(old, own + 1))
    ) {
      lines.push({ sign: '-', text: gone });
      old += 1;
    } else {
      lines.push({ sign: '+', text: come ?? '' });
      own += 1;
    }
  }
  return lines;
};

/** How many lines the rests of two texts have in common, from each line on. */
const commonLengths = (before: readonly string[], after: readonly string[]): readonly Uint32Array[] => {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let old = before.length - 1; old >= 0; old -= 1) {
    const [row, below] = [lengths[old], lengths[old + 1]];
    if (row === undefined || below === undefined) continue;
    for (let own = after.length - 1; own >= 0; own -= 1) {
      const isSame = before[old] === after[own];
      row[own] = isSame ? (below[own + 1] ?? 0) + 1 : Math.max(below[own] ?? 0, row[own + 1] ?? 0);
    }
  }
  return lengths;
};

/** The changed lines with those around them; what is near to each other is one hunk. */
const hunksOf = (lines: readonly Line[]): readonly (readonly [start: number, end: number])[] => {
  const hunks: [number, number][] = [];
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    const [start, end] = [Math.max(0, index - CONTEXT), Math.min(lines.length, index + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
};

const hunkText = (lines: readonly Line[], start: number, end: number): string => {
  const [before, hunk] = [lines.slice(0, start), lines.slice(start, end)];
  // Behind the last line break there is no line.
  const shown = end === lines.length && hunk.at(-1)?.text === '' ? hunk.slice(0, -1) : hunk;
  const range = (sign: '-' | '+'): string => {
    const isIn = (line: Line): boolean => line.sign === ' ' || line.sign === sign;
    const count = shown.filter(isIn).length;
    return `${before.filter(isIn).length + (count === 0 ? 0 : 1)},${count}`;
  };
  const text = shown.map(({ sign, text: line }) => sign + line).join('\n');
  return `@@ -${range('-')} +${range('+')} @@\n${text}`;
};
