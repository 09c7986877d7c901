import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

const LINK = /\]\(([^)#]+\.md)\)/g;

const titleOf = (path) => /^# (.+)$/m.exec(readFileSync(path, 'utf8'))[1].replaceAll('`', '');

/** The pages by their path, in the order in which `docs/README.md` links them, each with its title and its group. */
export const readContents = () => {
  const pages = new Map();
  for (const section of readFileSync('docs/README.md', 'utf8').split(/^## /m).slice(1)) {
    const group = section.slice(0, section.indexOf('\n'));
    for (const [, link] of section.matchAll(LINK)) {
      const path = normalize(join('docs', link));
      if (!pages.has(path)) pages.set(path, { title: titleOf(path), group });
    }
  }
  return pages;
};
