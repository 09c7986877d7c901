/** What is used of the files that a schematic is given. Their types are those of `@angular-devkit/schematics`, which the user's Nest CLI has. */
export interface ProjectTree {
  exists(path: string): boolean;
  read(path: string): Uint8Array | null;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
  getDir(path: string): { visit(visitor: (path: string) => void): void };
}

/** What is used of the context that a schematic is given. */
export interface ProjectContext {
  readonly logger: { info(message: string): void; warn(message: string): void };
  addTask(task: { toConfiguration(): { readonly name: string; readonly options: object } }): unknown;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** @returns the text of a file, or `undefined` if there is none */
export const textIn = (tree: ProjectTree, path: string): string | undefined => {
  const content = tree.exists(path) ? tree.read(path) : null;
  if (content === null) return undefined;
  const text = Buffer.from(content).toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
};

/** The files of TypeScript in a folder, without those of packages. */
export const sourcesIn = (tree: ProjectTree, folder: string): readonly string[] => {
  const found: string[] = [];
  tree.getDir(folder).visit((path) => {
    if (/(?<!\.d)\.ts$/.test(path) && !path.includes('/node_modules/')) found.push(path.replace(/^\//, ''));
  });
  return found.toSorted();
};
