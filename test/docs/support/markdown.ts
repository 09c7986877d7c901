import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** The line of the page that the code begins at, counted from 1. */
  readonly line: number;
}

/** A page of documentation. */
export interface Page {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

/** The README, the guide for contributors and all of docs. */
export const allPages = async (): Promise<readonly Page[]> => {
  const names = await readdir(join(ROOT, 'docs'), { recursive: true });
  const pages = names.filter((name) => name.endsWith('.md')).toSorted();
  return Promise.all(['README.md', 'CONTRIBUTING.md', ...pages.map((name) => `docs/${name}`)].map(readPage));
};

export const readPage = async (path: string): Promise<Page> => ({
  path,
  text: await readFile(join(ROOT, path), 'utf8'),
});

const FENCE = /^```(.*)\n([\s\S]*?)^```$/gm;

export const codeBlocks = (text: string): readonly CodeBlock[] =>
  Array.from(text.matchAll(FENCE), ({ 1: language = '', 2: code = '', index }) => ({
    language,
    code,
    line: text.slice(0, index).split('\n').length + 1,
  }));

/** The text without its blocks of code and the code within lines. */
export const prose = (text: string): string => text.replaceAll(FENCE, '').replaceAll(/`[^`\n]*`/g, '');

/** The names by which GitHub links to the headings of a page. */
export const anchors = (text: string): ReadonlySet<string> =>
  new Set(
    Array.from(text.replaceAll(FENCE, '').matchAll(/^#+ (.*)$/gm), ([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
