import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { ClassRead } from './places.js';
import { constructorOf } from './services.js';
import { isAssigned } from './syntax.js';

type Class = typescript.ClassLikeDeclaration;

/** A field that is given nothing but a value that is read. */
export interface OwnField {
  readonly field: typescript.PropertyDeclaration;
  /** `this.field = value;` in the constructor; `undefined` for a field with an initializer. */
  readonly statement?: typescript.Statement;
}

/** The field that can become the decorated property itself. */
export const ownFieldOf = (owner: Class, { node, place }: ClassRead): OwnField | undefined => {
  const own = place.in === 'constructor' ? fieldAssigned(owner, node) : fieldInitialized(node, place);
  const isOwn = own !== undefined && canDecorate(own.field);
  return isOwn && isReadLater(owner, own.field, own.statement ?? node) ? own : undefined;
};

const fieldInitialized = (node: typescript.Expression, place: ClassRead['place']): OwnField | undefined =>
  place.in === 'field' && place.field.initializer === node ? { field: place.field } : undefined;

/** The field in `this.field = value;`, a statement of the constructor itself. */
const fieldAssigned = (owner: Class, node: typescript.Expression): OwnField | undefined => {
  const { parent: assignment } = node;
  if (!ts.isBinaryExpression(assignment) || assignment.right !== node) return undefined;
  const { left, operatorToken, parent: statement } = assignment;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isExpressionStatement(statement))
    return undefined;
  if (statement.parent !== constructorOf(owner)?.body || !left.getText().startsWith('this.'))
    return undefined;
  const field = owner.members.find(
    (member): member is typescript.PropertyDeclaration =>
      ts.isPropertyDeclaration(member) && `this.${member.name.getText()}` === left.getText(),
  );
  return field === undefined || field.initializer !== undefined ? undefined : { field, statement };
};

/** Whether a field is neither read before the constructor has ended nor written later. */
const isReadLater = (
  owner: Class,
  field: typescript.PropertyDeclaration,
  setBy: typescript.Node,
): boolean => {
  const name = `this.${field.name.getText()}`;
  let isLater = true;
  const visit = (node: typescript.Node, isAtStart: boolean): void => {
    if (node === setBy) return;
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const isCall = ts.isCallExpression(node.parent) && node.parent.expression === node;
      if (node.getText() === name && (isAtStart || isAssigned(node))) isLater = false;
      if (isAtStart && isCall && isOwnMethod(owner, node.name.text)) isLater = false;
    }
    const starts = isAtStart && !ts.isArrowFunction(node);
    ts.forEachChild(node, (child) => visit(child, starts));
  };
  for (const member of owner.members) {
    visit(member, ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member));
  }
  return isLater;
};

const isOwnMethod = (owner: Class, name: string): boolean =>
  owner.members.some((member) => ts.isMethodDeclaration(member) && member.name.getText() === name);

const canDecorate = (field: typescript.PropertyDeclaration): boolean =>
  ts.isIdentifier(field.name) && (ts.getDecorators(field) ?? []).length === 0;
