import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { anchors, prose, type Page } from './markdown.js';

const ROOT = join(import.meta.dirname, '../../..');

/** The links and pictures of a page that lead nowhere, each with the reason. */
export const deadLinks = async (
  page: Page,
  exists: (path: string) => boolean = isInProject,
): Promise<readonly string[]> => {
  const problems = await Promise.all(targetsIn(page.text).map((target) => problemWith(page, target, exists)));
  return problems.filter((problem) => problem !== undefined);
};

const isInProject = (path: string): boolean => existsSync(join(ROOT, path));

/** The targets of links and pictures, and of the footnotes that some of them are written as. */
const targetsIn = (text: string): readonly string[] => [
  ...Array.from(prose(text).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target),
  ...Array.from(prose(text).matchAll(/^\[[^\]]+\]: (\S+)$/gm), ([, target = '']) => target),
];

const problemWith = async (
  { path, text }: Page,
  target: string,
  exists: (path: string) => boolean,
): Promise<string | undefined> => {
  if (/^https?:/.test(target)) return undefined;
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? path : normalize(join(dirname(path), file));
  if (!exists(linked)) return `there is no ${linked}`;
  if (anchor === undefined) return undefined;
  const there = file === '' ? text : await readFile(join(ROOT, linked), 'utf8');
  return anchors(there).has(anchor) ? undefined : `${linked} has no heading "${anchor}"`;
};
