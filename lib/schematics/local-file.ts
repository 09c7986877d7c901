import { EXAMPLE } from './add-example.js';
import { textIn, type ProjectTree } from './project-tree.js';

/** What a developer's machine reads instead of AWS. */
export const LOCAL_FILE = 'aws.local.json';

/** Keeps the file of local values out of the repository. */
export const ignoreLocalFile = (tree: ProjectTree): void => {
  const before = textIn(tree, '.gitignore');
  if (before === undefined) {
    tree.create('.gitignore', `${LOCAL_FILE}\n`);
    return;
  }
  if (before.split(/\r?\n/).some((line) => line.trim().replace(/^\//, '') === LOCAL_FILE)) return;
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = before === '' || before.endsWith('\n') ? '' : lineEnd;
  tree.overwrite('.gitignore', `${before}${gap}${LOCAL_FILE}${lineEnd}`);
};

/** Gives the example its value. A file that is there stays. */
export const addLocalFile = (tree: ProjectTree, basePath: string): void => {
  if (tree.exists(LOCAL_FILE)) return;
  const parameters = { [`${basePath}${EXAMPLE.name}`]: EXAMPLE.value };
  tree.create(LOCAL_FILE, `${JSON.stringify({ parameters }, undefined, 2)}\n`);
};
