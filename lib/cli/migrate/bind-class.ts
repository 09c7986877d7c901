import type typescript from 'typescript';
import { ts } from './compiler.js';
import { freeName, memberNames, namesWithin } from './naming.js';
import { hasLooseComment, writeParameters } from './parameters.js';
import type { Place } from './places.js';
import { groupedByValue, type Read } from './read.js';
import { constructorOf, type Holder } from './services.js';
import type { Source } from './source.js';
import { isAssigned } from './syntax.js';
import { argumentsOf, asHandle, handleType, keyOf, KINDS, merged, type Wanted } from './wanted.js';

type Class = typescript.ClassLikeDeclaration;

/** A read in a class. */
export interface ClassRead extends Read {
  readonly place: Extract<Place, { readonly owner: Class }>;
}

/** What the project says of a class. */
export interface ClassFacts {
  /** Whether its constructor may change: no class extends it, and no code but tests calls it. */
  readonly isOpen: boolean;
  /** The services that nothing is asked of once all has been written. */
  isUnused(holder: Holder): boolean;
  /** What only hands on a service that is gone. */
  readonly deadStatements: readonly typescript.Statement[];
}

/** Declares what a class reads as decorated properties, and as handles where its constructor reads. */
export const bindClass = (
  source: Source,
  owner: Class,
  reads: readonly ClassRead[],
  facts: ClassFacts,
): void => {
  const binding = new ClassBinding(source, owner);
  for (const read of reads) binding.bindInPlace(read);
  for (const group of groupedByValue(reads.filter((read) => !binding.isBound(read)))) {
    const atStart = group.filter(({ place }) => place.in !== 'method');
    if (atStart.length > 0 && facts.isOpen) binding.bindHandle(atStart);
    else for (const { node } of atStart) source.leave(node, AT_START);
    binding.bindProperty(group.filter(({ place }) => place.in === 'method'));
  }
  const isAllBound = reads.every((read) => binding.isBound(read));
  binding.write(isAllBound ? facts : { ...facts, isUnused: () => false, deadStatements: [] });
};

const AT_START =
  'The constructor reads this before properties have values, and other code calls or extends it. Inject a handle with @InjectSsmParam() or @InjectSsmSecret().';

class ClassBinding {
  private readonly bound = new Set<Read>();
  private readonly properties = new Map<string, string>();
  private readonly declared: string[] = [];
  private readonly handles: string[] = [];
  private readonly taken: Set<string>;
  private readonly removedMembers = new Set<typescript.ClassElement>();
  private readonly removedStatements = new Set<typescript.Node>();
  private readonly constructorNode: typescript.ConstructorDeclaration | undefined;

  constructor(
    private readonly source: Source,
    private readonly owner: Class,
  ) {
    this.taken = memberNames(owner);
    this.constructorNode = constructorOf(owner);
  }

  isBound(read: Read): boolean {
    return this.bound.has(read);
  }

  /** A field that is given nothing but the value becomes the decorated property itself. */
  bindInPlace(read: ClassRead): void {
    const { node, place, wanted } = read;
    if (place.in === 'field' && place.field.initializer === node && this.isReadLater(place.field, node)) {
      this.decorate(place.field, wanted);
    } else if (place.in === 'constructor') {
      const assigned = this.fieldAssigned(node);
      if (assigned === undefined || !this.isReadLater(assigned.field, assigned.statement)) return;
      this.decorate(assigned.field, wanted);
      this.removedStatements.add(assigned.statement);
      this.source.removeLines(assigned.statement);
    } else {
      return;
    }
    this.bound.add(read);
  }

  /** The field in `this.field = value;`, a statement of the constructor itself. */
  private fieldAssigned(
    node: typescript.Expression,
  ): { field: typescript.PropertyDeclaration; statement: typescript.Statement } | undefined {
    const { parent: assignment } = node;
    if (!ts.isBinaryExpression(assignment) || assignment.right !== node) return undefined;
    const { left, operatorToken, parent: statement } = assignment;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isExpressionStatement(statement))
      return undefined;
    if (statement.parent !== this.constructorNode?.body || !left.getText().startsWith('this.'))
      return undefined;
    const field = this.owner.members.find(
      (member): member is typescript.PropertyDeclaration =>
        ts.isPropertyDeclaration(member) && `this.${member.name.getText()}` === left.getText(),
    );
    if (field === undefined || field.initializer !== undefined || !canDecorate(field)) return undefined;
    return { field, statement };
  }

  /** Whether a field is neither read before the constructor has ended nor written later. */
  private isReadLater(field: typescript.PropertyDeclaration, setBy: typescript.Node): boolean {
    const name = `this.${field.name.getText()}`;
    let isLater = canDecorate(field);
    const visit = (node: typescript.Node, isAtStart: boolean): void => {
      if (node === setBy) return;
      if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) {
        const isCall = ts.isCallExpression(node.parent) && node.parent.expression === node;
        if (node.getText() === name && (isAtStart || isAssigned(node))) isLater = false;
        if (isAtStart && isCall && this.isOwnMethod(node.name.text)) isLater = false;
      }
      const starts = isAtStart && !ts.isArrowFunction(node);
      ts.forEachChild(node, (child) => visit(child, starts));
    };
    for (const member of this.owner.members) {
      visit(member, ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member));
    }
    return isLater;
  }

  private isOwnMethod(name: string): boolean {
    return this.owner.members.some(
      (member) => ts.isMethodDeclaration(member) && member.name.getText() === name,
    );
  }

  private decorate(field: typescript.PropertyDeclaration, wanted: Wanted): void {
    const { modifiers, name, type, questionToken } = field;
    const { isAwaited, options } = wanted;
    const declared = type === undefined ? typeOf(wanted) : type.getText();
    const plain = PLAIN_TYPES[wanted.type];
    const isErased = type !== undefined && !isAwaited && plain !== undefined && declared !== wanted.type;
    const options_ = isErased && /\|/.test(declared) ? { ...options, type: plain } : options;
    const before = (modifiers ?? []).map((modifier) => modifier.getText()).join(' ');
    const mark = questionToken === undefined ? '!' : '?';
    const semicolon = field.getText().endsWith(';') ? ';' : '';
    const head = [before, `${name.getText()}${mark}: ${declared}${semicolon}`]
      .filter((part) => part !== '')
      .join(' ');
    this.source.replaceNode(field, this.decorated({ ...wanted, options: options_ }, head));
    this.properties.set(keyOf(wanted), name.getText());
  }

  bindProperty(reads: readonly ClassRead[]): void {
    if (reads.length === 0) return;
    const wanted = merged(reads.map((read) => read.wanted));
    const existing = this.properties.get(keyOf(wanted));
    const name = existing ?? freeName(wanted, this.taken);
    if (existing === undefined) {
      const mark = wanted.options.optional === undefined ? '!' : '?';
      this.declared.push(
        this.decorated(wanted, `private readonly ${name}${mark}: ${typeOf(wanted)}${this.source.semicolon}`),
      );
      this.properties.set(keyOf(wanted), name);
    }
    for (const read of reads) {
      this.source.replaceNode(read.node, replacement(read.node, `this.${name}`));
      dropAssertion(this.source, read.node);
      this.bound.add(read);
    }
  }

  /** A constructor is given the handle, whose value is loaded before. */
  bindHandle(reads: readonly ClassRead[]): void {
    const wanted = asHandle(merged(reads.map((read) => read.wanted)));
    const { injector, handle } = KINDS[wanted.kind];
    const isField = reads.some(({ place }) => place.in === 'field');
    // A field that asks a service is set when that is there. One that does not may be set before.
    const isEarly = reads.some(({ place, service }) => place.in === 'field' && service === undefined);
    if (handle === '' || this.constructorNode === undefined || isEarly) {
      for (const { node } of reads) this.source.leave(node, FIELD);
      return;
    }
    const inScope = namesWithin(this.constructorNode);
    const name = freeName(wanted, isField ? new Set([...this.taken, ...inScope]) : inScope);
    if (isField) this.taken.add(name);
    const modifiers = isField ? 'private readonly ' : '';
    this.handles.push(
      `@${injector}(${argumentsOf(wanted, this.source.quote)}) ${modifiers}${name}: ${handleType(wanted)}`,
    );
    this.source.wantedNames.add(injector).add(handle);
    for (const read of reads) {
      const access = read.place.in === 'field' ? `this.${name}` : name;
      const end = wanted.isAwaited ? 'get()' : 'value';
      this.source.replaceNode(read.node, replacement(read.node, `${access}.${end}`));
      this.bound.add(read);
    }
  }

  private decorated(wanted: Wanted, head: string): string {
    const { decorator } = KINDS[wanted.kind];
    this.source.wantedNames.add(decorator);
    const call = `@${decorator}(${argumentsOf(wanted, this.source.quote)})`;
    const indent = this.memberIndent;
    const fits = indent.length + call.length + 1 + head.length <= this.source.printWidth;
    return fits ? `${call} ${head}` : `${call}${this.source.lineEnd}${indent}${head}`;
  }

  private get memberIndent(): string {
    const [first] = this.owner.members;
    if (first !== undefined) return this.source.indentAt(first.getStart());
    return this.source.indentAt(this.owner.getStart()) + this.source.indent;
  }

  write(facts: ClassFacts): void {
    const unused = this.holders().filter((holder) => facts.isUnused(holder));
    this.writeConstructor(unused, facts);
    for (const holder of unused) if (ts.isPropertyDeclaration(holder)) this.removeMember(holder);
    this.writeProperties();
  }

  /** What a service may be held by. */
  private holders(): readonly Holder[] {
    return [
      ...(this.constructorNode?.parameters ?? []),
      ...this.owner.members.filter((member) => ts.isPropertyDeclaration(member)),
    ];
  }

  private writeConstructor(unused: readonly Holder[], { isOpen, deadStatements }: ClassFacts): void {
    const node = this.constructorNode;
    if (node?.body === undefined) return;
    const gone = new Set(unused.filter((holder) => ts.isParameter(holder)));
    if (gone.size > 0 && (!isOpen || hasLooseComment(this.source, node) || [...gone].some(isSeenOutside))) {
      for (const parameter of gone) this.source.leave(parameter, UNUSED);
      gone.clear();
    }
    const { statements } = node.body;
    for (const statement of deadStatements.filter((one) => statements.includes(one))) {
      this.removedStatements.add(statement);
      this.source.removeLines(statement);
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
    if (this.declared.length === 0) return;
    const { source, owner, memberIndent: indent } = this;
    const end = source.lineEnd;
    const leading = owner.members.findIndex((member) => !ts.isPropertyDeclaration(member));
    const properties = owner.members.slice(0, leading === -1 ? undefined : leading);
    const last = properties.findLast((property) => !this.removedMembers.has(property));
    const lines = this.declared.map((property) => `${indent}${property}`);
    if (last !== undefined) {
      source.insert(last.end, end + lines.join(end));
      return;
    }
    const brace = owner.members.pos;
    const isFollowed = owner.members.some((member) => !this.removedMembers.has(member));
    source.insert(brace, end + lines.join(end) + (isFollowed || owner.members.length === 0 ? end : ''));
  }
}

const FIELD = 'This runs before the property has a value. Make it a getter or a method.';
const UNUSED =
  'This class asks nothing of it any more. If no other class does, remove it, and what is passed for it.';

/** What a declared type such as `string | undefined` has to be told as. */
const PLAIN_TYPES: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
};

const typeOf = ({ type, isAwaited }: Wanted): string => (isAwaited ? `Promise<${type}>` : type);

/** `{ host }` is short for `{ host: host }`. */
const replacement = (node: typescript.Expression, text: string): string =>
  ts.isShorthandPropertyAssignment(node.parent) ? `${node.getText()}: ${text}` : text;

/** Other classes may use it. */
const isSeenOutside = ({ modifiers = [] as never }: typescript.ParameterDeclaration): boolean =>
  modifiers.length > 0 && !modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);

/** `(await x)!` */
const dropAssertion = (source: Source, { parent }: typescript.Expression): void => {
  if (!ts.isAwaitExpression(parent) || !ts.isParenthesizedExpression(parent.parent)) return;
  const assertion = parent.parent.parent;
  if (ts.isNonNullExpression(assertion)) source.replace(assertion.end - 1, assertion.end, '');
};

const canDecorate = (field: typescript.PropertyDeclaration): boolean =>
  ts.isIdentifier(field.name) && (ts.getDecorators(field) ?? []).length === 0;

const hasComment = (body: typescript.Block): boolean => /^\s*\{[^]*?(?:\/\/|\/\*)/.test(stringless(body));

const stringless = (body: typescript.Block): string =>
  body.getText().replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/g, '');
