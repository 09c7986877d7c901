import type typescript from 'typescript';
import { ClassText } from './class-text.js';
import { ts } from './compiler.js';
import { freeName, memberNames, namesWithin } from './naming.js';
import { ownFieldOf } from './own-field.js';
import type { ClassRead } from './places.js';
import { groupedByValue, type Read } from './read.js';
import type { UnusedServices } from './service-uses.js';
import type { Source } from './source.js';
import { argumentsOf, asHandle, handleType, keyOf, KINDS, merged, type Wanted } from './wanted.js';

type Class = typescript.ClassLikeDeclaration;

/** What the project says of a class. */
interface ClassFacts {
  /** Whether its constructor may change: no class extends it, and no code but tests calls it. */
  readonly isOpen: boolean;
  readonly unused: UnusedServices;
}

/** Declares what a class reads as decorated properties, and as handles where its constructor reads. */
export const bindClass = (
  source: Source,
  owner: Class,
  reads: readonly ClassRead[],
  { isOpen, unused }: ClassFacts,
): void => {
  const text = new ClassText(source, owner);
  const binding = new ClassBinding(source, owner, text);
  for (const read of reads) binding.bindInPlace(read);
  for (const group of groupedByValue(reads.filter((read) => !binding.isBound(read)))) {
    const atStart = group.filter(({ place }) => place.in !== 'method');
    if (atStart.length > 0 && isOpen) binding.bindHandle(atStart);
    else for (const { node } of atStart) source.leave(node, AT_START);
    binding.bindProperty(group.filter(({ place }) => place.in === 'method'));
  }
  const isAllBound = reads.every((read) => binding.isBound(read));
  text.write(isOpen, isAllBound ? unused : NONE_UNUSED);
};

/** Where a read of the class is left, its services stay. */
const NONE_UNUSED: UnusedServices = { has: () => false, statements: [] };

const AT_START =
  'The constructor reads this before properties have values, and other code calls or extends it. Inject a handle with @InjectSsmParam() or @InjectSsmSecret().';

/** Which property or handle each read of a class is replaced by. */
class ClassBinding {
  private readonly bound = new Set<Read>();
  private readonly properties = new Map<string, string>();
  private readonly taken: Set<string>;

  constructor(
    private readonly source: Source,
    private readonly owner: Class,
    private readonly text: ClassText,
  ) {
    this.taken = memberNames(owner);
  }

  isBound(read: Read): boolean {
    return this.bound.has(read);
  }

  /** A field that is given nothing but the value becomes the decorated property itself. */
  bindInPlace(read: ClassRead): void {
    const own = ownFieldOf(this.owner, read);
    if (own === undefined) return;
    this.decorate(own.field, read.wanted);
    if (own.statement !== undefined) this.text.removeStatement(own.statement);
    this.bound.add(read);
  }

  private decorate(field: typescript.PropertyDeclaration, wanted: Wanted): void {
    const { modifiers, name, type, questionToken } = field;
    const declared = type === undefined ? typeOf(wanted) : type.getText();
    const plain = wanted.isAwaited || !declared.includes('|') ? undefined : PLAIN_TYPES[wanted.type];
    const options = plain === undefined ? wanted.options : { ...wanted.options, type: plain };
    const before = (modifiers ?? []).map((modifier) => modifier.getText()).join(' ');
    const mark = questionToken === undefined ? '!' : '?';
    const semicolon = field.getText().endsWith(';') ? ';' : '';
    const head = [before, `${name.getText()}${mark}: ${declared}${semicolon}`]
      .filter((part) => part !== '')
      .join(' ');
    this.source.replaceNode(field, this.decorated({ ...wanted, options }, head));
    this.properties.set(keyOf(wanted), name.getText());
  }

  /** A method reads a property, which is declared once for all reads of a value. */
  bindProperty(reads: readonly ClassRead[]): void {
    if (reads.length === 0) return;
    const wanted = merged(reads.map((read) => read.wanted));
    const existing = this.properties.get(keyOf(wanted));
    const name = existing ?? freeName(wanted, this.taken);
    if (existing === undefined) {
      const mark = wanted.options.optional === undefined ? '!' : '?';
      this.text.addProperty(
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
    const { constructorNode } = this.text;
    const isField = reads.some(({ place }) => place.in === 'field');
    // A field that asks a service is set when that is there. One that does not may be set before.
    const isEarly = reads.some(({ place, service }) => place.in === 'field' && service === undefined);
    if (handle === '' || constructorNode === undefined || isEarly) {
      for (const { node } of reads) this.source.leave(node, FIELD);
      return;
    }
    const inScope = namesWithin(constructorNode);
    const name = freeName(wanted, isField ? new Set([...this.taken, ...inScope]) : inScope);
    if (isField) this.taken.add(name);
    const modifiers = isField ? 'private readonly ' : '';
    this.text.addHandle(
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
    const indent = this.text.memberIndent;
    const fits = indent.length + call.length + 1 + head.length <= this.source.printWidth;
    return fits ? `${call} ${head}` : `${call}${this.source.lineEnd}${indent}${head}`;
  }
}

const FIELD = 'This runs before the property has a value. Make it a getter or a method.';

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

/** `(await x)!` */
const dropAssertion = (source: Source, { parent }: typescript.Expression): void => {
  if (!ts.isAwaitExpression(parent) || !ts.isParenthesizedExpression(parent.parent)) return;
  const assertion = parent.parent.parent;
  if (ts.isNonNullExpression(assertion)) source.replace(assertion.end - 1, assertion.end, '');
};
