import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { Imported } from './imports.js';

/** What code holds a service by. */
export type Holder = typescript.ParameterDeclaration | typescript.PropertyDeclaration;

/** A service that code asks for values. */
export interface Service {
  readonly imported: Imported;
  readonly holder: Holder;
}

type Imports = ReadonlyMap<string, Imported>;

/** What an expression such as `config` or `this.config` is: the service by its type, or by the `inject: []` of a factory. */
export const serviceAt = (expression: typescript.Expression, imports: Imports): Service | undefined => {
  const holder = ts.isIdentifier(expression) ? parameterNamed(expression) : memberOf(expression);
  const imported = holder === undefined ? undefined : importedAs(holder, imports);
  return holder === undefined || imported === undefined ? undefined : { imported, holder };
};

const importedAs = (holder: Holder, imports: Imports): Imported | undefined => {
  const { type } = holder;
  if (type !== undefined && ts.isTypeReferenceNode(type)) return imports.get(type.typeName.getText());
  if (type !== undefined || !ts.isParameter(holder)) return undefined;
  const injected = injectionOf(holder);
  return injected === undefined ? undefined : imports.get(injected.getText());
};

/** The element of `inject: []` that a parameter of a factory is given. */
const injectionOf = (parameter: typescript.ParameterDeclaration): typescript.Expression | undefined => {
  const factory = factoryOf(parameter.parent);
  if (factory === undefined) return undefined;
  return injectOf(factory.object)?.elements[parameter.parent.parameters.indexOf(parameter)];
};

/** A function that makes a value for Nest, as `useFactory`, and the object that it is in. */
export interface Factory {
  readonly factory: typescript.FunctionLikeDeclaration;
  readonly property: typescript.ObjectLiteralElementLike;
  readonly object: typescript.ObjectLiteralExpression;
}

export const factoryOf = (node: typescript.Node): Factory | undefined => {
  if (!ts.isFunctionLike(node)) return undefined;
  const property = ts.isMethodDeclaration(node) ? node : node.parent;
  if (!ts.isPropertyAssignment(property) && !ts.isMethodDeclaration(property)) return undefined;
  if (property.name.getText() !== 'useFactory' || !ts.isObjectLiteralExpression(property.parent))
    return undefined;
  return { factory: node as typescript.FunctionLikeDeclaration, property, object: property.parent };
};

export const propertyOf = (
  object: typescript.ObjectLiteralExpression,
  name: string,
): typescript.PropertyAssignment | undefined =>
  object.properties.find(
    (property): property is typescript.PropertyAssignment =>
      ts.isPropertyAssignment(property) && property.name.getText() === name,
  );

export const injectOf = (
  object: typescript.ObjectLiteralExpression,
): typescript.ArrayLiteralExpression | undefined => {
  const inject = propertyOf(object, 'inject')?.initializer;
  return inject !== undefined && ts.isArrayLiteralExpression(inject) ? inject : undefined;
};

const parameterNamed = (name: typescript.Identifier): typescript.ParameterDeclaration | undefined => {
  for (let node: typescript.Node = name; node !== undefined; node = node.parent) {
    if (!ts.isFunctionLike(node)) continue;
    const found = node.parameters.find((parameter) => parameter.name.getText() === name.text);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The member that `this.name` is. */
export const memberOf = (expression: typescript.Expression): Holder | undefined => {
  if (
    !ts.isPropertyAccessExpression(expression) ||
    expression.expression.kind !== ts.SyntaxKind.ThisKeyword
  ) {
    return undefined;
  }
  const owner = classOfThis(expression);
  return owner === undefined ? undefined : holderIn(owner, expression.name.text);
};

const holderIn = (owner: typescript.ClassLikeDeclaration, name: string): Holder | undefined =>
  constructorOf(owner)?.parameters.find(
    (parameter) => parameter.name.getText() === name && isParameterProperty(parameter),
  ) ??
  owner.members.find(
    (member): member is typescript.PropertyDeclaration =>
      ts.isPropertyDeclaration(member) && member.name.getText() === name,
  );

/** The constructor with its code: those without it are overloads. */
export const constructorOf = (
  owner: typescript.ClassLikeDeclaration,
): typescript.ConstructorDeclaration | undefined =>
  owner.members.find(
    (member): member is typescript.ConstructorDeclaration =>
      ts.isConstructorDeclaration(member) && member.body !== undefined,
  );

const isParameterProperty = ({ modifiers }: typescript.ParameterDeclaration): boolean =>
  modifiers?.some((modifier) => ts.isModifier(modifier)) === true;

/** The class that `this` is of: arrow functions have no `this` of their own. */
export const classOfThis = (node: typescript.Node): typescript.ClassLikeDeclaration | undefined => {
  let current: typescript.Node = node;
  while (current.parent !== undefined) {
    const { parent } = current;
    if (ts.isClassLike(parent)) return ts.isClassElement(current) && !isStatic(current) ? parent : undefined;
    if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) return undefined;
    if (ts.isMethodDeclaration(parent) && ts.isObjectLiteralExpression(parent.parent)) return undefined;
    if (ts.isDecorator(parent)) return undefined;
    current = parent;
  }
  return undefined;
};

export const isStatic = (member: typescript.ClassElement): boolean =>
  ts.isClassStaticBlockDeclaration(member) ||
  (ts.canHaveModifiers(member) &&
    (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword));
