import type typescript from 'typescript';
import { ts } from './compiler.js';
import { hasLooseComment, writeParameters } from './parameters.js';
import type { UnusedServices } from './service-uses.js';
import { constructorOf, type Holder } from './services.js';
import type { Source } from './source.js';

/** The text of a class: the properties and handles that it gets, and the members and statements that go. */
export class ClassText {
  private readonly properties: string[] = [];
  private readonly handles: string[] = [];
  private readonly removedMembers = new Set<typescript.ClassElement>();
  private readonly removedStatements = new Set<typescript.Node>();
  readonly constructorNode: typescript.ConstructorDeclaration | undefined;

  constructor(
    private readonly source: Source,
    private readonly owner: typescript.ClassLikeDeclaration,
  ) {
    this.constructorNode = constructorOf(owner);
  }

  get memberIndent(): string {
    const [first] = this.owner.members;
    if (first !== undefined) return this.source.indentAt(first.getStart());
    return this.source.indentAt(this.owner.getStart()) + this.source.indent;
  }

  addProperty(text: string): void {
    this.properties.push(text);
  }

  /** Adds a parameter of the constructor. */
  addHandle(text: string): void {
    this.handles.push(text);
  }

  /** Removes a statement of the constructor. */
  removeStatement(statement: typescript.Statement): void {
    this.removedStatements.add(statement);
    this.source.removeLines(statement);
  }

  /** @param isOpen whether the parameters of the constructor may go */
  write(isOpen: boolean, unused: UnusedServices): void {
    const gone = this.holders().filter((holder) => unused.has(holder));
    this.writeConstructor(gone, isOpen, unused.statements);
    for (const holder of gone) if (ts.isPropertyDeclaration(holder)) this.removeMember(holder);
    this.writeProperties();
  }

  /** What a service may be held by. */
  private holders(): readonly Holder[] {
    return [
      ...(this.constructorNode?.parameters ?? []),
      ...this.owner.members.filter((member) => ts.isPropertyDeclaration(member)),
    ];
  }

  private writeConstructor(
    unused: readonly Holder[],
    isOpen: boolean,
    deadStatements: readonly typescript.Statement[],
  ): void {
    const node = this.constructorNode;
    if (node?.body === undefined) return;
    const gone = new Set(unused.filter((holder) => ts.isParameter(holder)));
    if (gone.size > 0 && (!isOpen || hasLooseComment(this.source, node) || [...gone].some(isSeenOutside))) {
      for (const parameter of gone) this.source.leave(parameter, UNUSED);
      gone.clear();
    }
    const { statements } = node.body;
    for (const statement of deadStatements) {
      if (statements.includes(statement)) this.removeStatement(statement);
    }
    const isEmpty =
      statements.every((statement) => this.removedStatements.has(statement)) && !hasComment(node.body);
    if (gone.size === node.parameters.length && this.handles.length === 0 && isEmpty) {
      if (gone.size > 0 || statements.length > 0) this.removeMember(node);
    } else {
      if (gone.size > 0 || this.handles.length > 0) writeParameters(this.source, node, gone, this.handles);
      if (isEmpty && statements.length > 0) this.source.replaceNode(node.body, '{}');
    }
  }

  /** With the empty line behind it, if there is one before it, too; the last one with the empty line before it. */
  private removeMember(member: typescript.ClassElement): void {
    this.removedMembers.add(member);
    const { text } = this.source;
    const [start, end] = this.source.linesOf(member);
    const [before, after] = [text.slice(0, start), text.slice(end)];
    const [empty = ''] = (/(?:\{|\n)[ \t]*\r?\n$/.test(before) && /^[ \t]*\r?\n/.exec(after)) || [];
    const isLast = /^[ \t]*\}/.test(after);
    const [emptyBefore = ''] = (isLast && /(?<=\n)[ \t]*\r?\n$/.exec(before)) || [];
    this.source.replace(start - emptyBefore.length, end + empty.length, '');
  }

  /** Behind the properties that the class begins with. */
  private writeProperties(): void {
    if (this.properties.length === 0) return;
    const { source, owner, memberIndent: indent } = this;
    const end = source.lineEnd;
    const leading = owner.members.findIndex((member) => !ts.isPropertyDeclaration(member));
    const first = owner.members.slice(0, leading === -1 ? undefined : leading);
    const last = first.findLast((property) => !this.removedMembers.has(property));
    const lines = this.properties.map((property) => `${indent}${property}`);
    if (last !== undefined) {
      source.insert(last.end, end + lines.join(end));
      return;
    }
    const brace = owner.members.pos;
    const isFollowed = owner.members.some((member) => !this.removedMembers.has(member));
    source.insert(brace, end + lines.join(end) + (isFollowed || owner.members.length === 0 ? end : ''));
  }
}

const UNUSED =
  'This class asks nothing of it any more. If no other class does, remove it, and what is passed for it.';

/** Other classes may use it. */
const isSeenOutside = ({ modifiers = [] as never }: typescript.ParameterDeclaration): boolean =>
  modifiers.length > 0 && !modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);

const hasComment = (body: typescript.Block): boolean => /^\s*\{[^]*?(?:\/\/|\/\*)/.test(stringless(body));

const stringless = (body: typescript.Block): string =>
  body.getText().replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/g, '');
