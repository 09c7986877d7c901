// What holds a claim: the title of a test, or the reason why none is needed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testTitles } from './test-titles.js';

const ROOT = join(import.meta.dirname, '../../..');

const titles = new Map();

const titlesIn = (file) => {
  if (!titles.has(file)) {
    const path = join(ROOT, file);
    titles.set(file, existsSync(path) ? testTitles(readFileSync(path, 'utf8')) : undefined);
  }
  return titles.get(file);
};

const testProblem = (hold) => {
  const [file, title] = hold.split(' › ');
  const known = titlesIn(file);
  if (known === undefined) return `there is no file ${file}`;
  return known.has(title) ? undefined : `${file} has no test "${title}"`;
};

const numbersIn = (text) =>
  (text.match(/\d[\d,]*(\.\d+)?/g) ?? []).map((number) => number.replaceAll(',', ''));

const missingNumber = (claim, text) => {
  const known = new Set(numbersIn(text));
  return numbersIn(claim).find((number) => !known.has(number));
};

/** Each reason with its check, which is given the claim, the text behind the colon, and the page. */
const REASONS = {
  /** A fact of AWS or of another program: the page links to the documentation that says so. */
  source: (_claim, url, page) => (page.includes(url) ? undefined : `the page does not link to ${url}`),
  /** Figures that a script of the repository wrote into a file. */
  measured: (claim, file) => {
    const number = missingNumber(claim, readFileSync(join(ROOT, file), 'utf8'));
    return number === undefined ? undefined : `${file} does not have the figure ${number}`;
  },
  /** Figures that a script printed on some machine: the page names the script. */
  printed: (_claim, script, page) => {
    if (!page.includes(`npm run ${script}`)) return `the page does not name "npm run ${script}"`;
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    return Object.hasOwn(scripts, script) ? undefined : `there is no script "${script}"`;
  },
  /** Figures and options of a block of code on the page. */
  example: (claim, _text, page) => {
    const number = missingNumber(claim, (page.match(/^```[^]*?^```$/gm) ?? []).join('\n'));
    return number === undefined ? undefined : `no block of the page has ${number}`;
  },
  /** A request to the reader, or words about the pages: nothing that could be true or false. */
  advice: (claim) => (/\d/.test(claim) ? 'a figure is no advice' : undefined),
};

export const holdProblem = (claim, hold, page) => {
  const [, reason = '', text] = /^([a-z]+)(?:: (.*))?$/.exec(hold) ?? [];
  return Object.hasOwn(REASONS, reason) ? REASONS[reason](claim, text, page) : testProblem(hold);
};
