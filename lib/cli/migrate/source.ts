import type typescript from 'typescript';
import { ts } from './compiler.js';

/** A part of a text that becomes another one. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a person has to look at. */
export interface Left {
  readonly file: string;
  readonly line: number;
  /** The code as it is. */
  readonly code: string;
  /** Why it is left, and what to do. */
  readonly todo: string;
}

const WIDEST = 120;

/** A file of the project, and what becomes of it. What is not edited stays as it was written. */
export class Source {
  readonly tree: typescript.SourceFile;
  /** How long a line may be: as long as the others. */
  readonly printWidth: number;
  readonly left: Left[] = [];
  /** The names that the file takes from this package from now on. */
  readonly wantedNames = new Set<string>();
  private readonly edits: Edit[] = [];

  constructor(
    readonly file: string,
    readonly text: string,
    printWidth: number,
  ) {
    const longest = Math.max(...text.split('\n').map(({ length }) => length));
    this.printWidth = Math.max(printWidth, Math.min(longest, WIDEST));
    this.tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  }

  get isChanged(): boolean {
    return this.edits.length > 0;
  }

  /** Tests are read, so that what has to change in them is known, but they are left as they are. */
  get isTest(): boolean {
    return /\.(?:e2e-)?(?:spec|test)\.[cm]?ts$|(?:^|[\\/])(?:tests?|__tests__|__mocks__)[\\/]/.test(
      this.file,
    );
  }

  get quote(): string {
    return /^\s*(?:import|export)\b[^'"\n]*"/m.test(this.text) && !/from '/.test(this.text) ? '"' : "'";
  }

  /** What a statement ends with. */
  get semicolon(): string {
    return this.tree.statements.every((one) => !ts.isImportDeclaration(one) || one.getText().endsWith(';'))
      ? ';'
      : '';
  }

  get lineEnd(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** One step of the file's indentation. */
  get indent(): string {
    return /^(\t| {2,8})\S/m.exec(this.text)?.[1] ?? '  ';
  }

  replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text });
  }

  replaceNode(node: typescript.Node, text: string): void {
    this.replace(node.getStart(), node.end, text);
  }

  insert(position: number, text: string): void {
    this.replace(position, position, text);
  }

  /** Removes a node with its lines, where it has them alone. */
  removeLines(node: typescript.Node): void {
    this.replace(...this.linesOf(node), '');
  }

  linesOf(node: typescript.Node): [start: number, end: number] {
    const [, before = ''] = /([ \t]*)$/.exec(this.text.slice(0, node.getStart())) ?? [];
    const start = node.getStart() - before.length;
    const [after = ''] = /^[ \t]*\r?\n/.exec(this.text.slice(node.end)) ?? [];
    const isAlone = (start === 0 || this.text[start - 1] === '\n') && after !== '';
    return isAlone ? [start, node.end + after.length] : [node.getStart(), node.end];
  }

  /** Whether what stands there is removed. */
  isRemoved(position: number): boolean {
    return this.edits.some(({ start, end }) => start <= position && position < end);
  }

  /** All that the edits have written. */
  get written(): string {
    return this.edits.map(({ text }) => text).join('\n');
  }

  /** The indentation of the line of a position. */
  indentAt(position: number): string {
    const lineStart = this.text.lastIndexOf('\n', position - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(lineStart))?.[0] ?? '';
  }

  leave(node: typescript.Node, todo: string): void {
    const position = node.getStart();
    const line = this.tree.getLineAndCharacterOfPosition(position).line + 1;
    const code = node.getText().split('\n')[0]?.trim() ?? '';
    if (this.left.some((one) => one.line === line && one.todo === todo)) return;
    this.left.push({ file: this.file, line, code, todo });
  }

  /** The text with its edits. An edit within a larger one is dropped. */
  get result(): string {
    const sorted = this.edits.toSorted((a, b) => a.start - b.start || b.end - a.end);
    let [result, done] = ['', 0];
    for (const { start, end, text } of sorted) {
      if (start < done || (start === done && end < done)) continue;
      result += this.text.slice(done, start) + text;
      done = end;
    }
    return result + this.text.slice(done);
  }
}
