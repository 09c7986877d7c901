// The sentences and the table rows of a page that state what a test can hold.
import { parse } from '@textlint/markdown-to-ast';
import { split } from 'sentence-splitter';

const NUMBER = String.raw`(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred|thousand)`;
const UNIT = [
  String.raw`%|×|s|ms|µs|h|kB|MB|bytes?|characters?|(?:milli)?seconds?|minutes?|hours?|days?|times`,
  String.raw`calls?|readings?|requests?|reads?|values?|names|parameters|secrets|retries|attempts?|entries|versions|queries`,
  String.raw`processes|instances|connections|messages|packages|files`,
].join('|');

const CLAIMS = [
  /\b(never|ever|always|only|at most|at least|exactly once|no more than|up to \d)\b/i,
  /\bdefaults?\b/i,
  /\bSSM_CACHE_[A-Z_]+\b/,
  /(?<!@)\b(?!RefreshOnError)[A-Z][a-z]\w+(Error|Exception)\b/,
  /\bseconds?,? `[\d.]+`/,
  new RegExp(String.raw`\b${NUMBER}[ -]?(?:${UNIT})(?!\w)`, 'i'),
];

const isClaim = (text) => CLAIMS.some((pattern) => pattern.test(text));

/** The text as a reader sees it, code in ticks, and beside it a copy of equal length with the code masked. */
const textOf = (node) => {
  const codes = [];
  const read = (part) => {
    if (part.type === 'Str') return part.value.replaceAll(/\s/g, ' ');
    if (part.type === 'Break') return ' ';
    if (part.type !== 'Code') return (part.children ?? []).map(read).join('');
    codes.push(part.value);
    return `\`${part.value}\``;
  };
  const text = read(node);
  const masked = codes.reduce((all, code) => all.replace(`\`${code}\``, 'x'.repeat(code.length + 2)), text);
  return { text, masked };
};

const sentencesOf = (paragraph) => {
  const { text, masked } = textOf(paragraph);
  return split(masked)
    .filter(({ type }) => type === 'Sentence')
    .map(({ range }) =>
      text
        .slice(...range)
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
};

const rowOf = (row) => row.children.map((cell) => textOf(cell).text.trim()).join(' | ');

/** The claims of a page in their order. A row of a table has the `table` that it belongs to: the table's head. */
export const claimsOf = (markdown) => {
  const found = [];
  const visit = (node) => {
    if (node.type === 'Paragraph') {
      found.push(
        ...sentencesOf(node)
          .filter(isClaim)
          .map((text) => ({ text })),
      );
    } else if (node.type === 'Table') {
      const [table, ...rows] = node.children.map(rowOf);
      found.push(...rows.filter(isClaim).map((text) => ({ text, table })));
    } else {
      for (const child of node.children ?? []) visit(child);
    }
  };
  visit(parse(markdown));
  return found;
};
