import { nestAdd } from '../../../lib/schematics/nest-add.js';
import type { ProjectContext, ProjectTree } from '../../../lib/schematics/project-tree.js';

/** The files of a project in memory, as a schematic is given them. */
export class MemoryTree implements ProjectTree {
  readonly messages: string[] = [];
  readonly tasks: object[] = [];
  readonly files: Map<string, string>;
  private readonly context: ProjectContext = {
    logger: { info: (text) => this.messages.push(text), warn: (text) => this.messages.push(text) },
    addTask: (task) => this.tasks.push(task.toConfiguration()),
  };

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  read(path: string): Uint8Array | null {
    const text = this.files.get(path);
    return text === undefined ? null : Buffer.from(text);
  }

  create(path: string, content: string): void {
    if (this.files.has(path)) throw new Error(`${path} already exists.`);
    this.files.set(path, content);
  }

  overwrite(path: string, content: string): void {
    if (!this.files.has(path)) throw new Error(`${path} does not exist.`);
    this.files.set(path, content);
  }

  getDir(folder: string): { visit(visitor: (path: string) => void): void } {
    const paths = [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    return { visit: (visitor) => paths.forEach((path) => visitor(`/${path}`)) };
  }

  text(path: string): string {
    return this.files.get(path) ?? `no file ${path}`;
  }

  async add(options: Readonly<Record<string, unknown>> = {}): Promise<this> {
    await nestAdd({ sourceRoot: 'src', ...options })(this, this.context);
    return this;
  }

  /** What it fails with; nothing may be written then. */
  async failure(options: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const before = new Map(this.files);
    const message = await this.add(options).then(
      () => 'nothing failed',
      (error: Error) => error.message,
    );
    for (const [path, text] of this.files) {
      if (before.get(path) !== text) return `${path} was written, before: ${message}`;
    }
    return message;
  }
}
