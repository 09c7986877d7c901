import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { Read } from './read.js';
import { classOfThis, factoryOf, type Factory } from './services.js';

type Class = typescript.ClassLikeDeclaration;

/** Where code reads a value. */
export type Place =
  | { readonly in: 'method'; readonly owner: Class }
  | { readonly in: 'constructor'; readonly owner: Class }
  | { readonly in: 'field'; readonly owner: Class; readonly field: typescript.PropertyDeclaration }
  | { readonly in: 'factory'; readonly factory: Factory }
  | { readonly in: 'elsewhere'; readonly todo: string };

/** A read in a class. */
export interface ClassRead extends Read {
  readonly place: Extract<Place, { readonly owner: Class }>;
}

const CREATED_BY_NEST =
  /^(?:Injectable|Controller|Resolver|Catch|Module|WebSocketGateway|Processor|Command|SubCommand|Console|CommandHandler|QueryHandler|EventsHandler)$/;

export const placeOf = (node: typescript.Node): Place => {
  for (let current = node; current.parent !== undefined; current = current.parent) {
    const { parent } = current;
    const factory = factoryOf(current);
    if (factory !== undefined) return { in: 'factory', factory };
    if (ts.isDecorator(parent)) return elsewhere(TODO.decorator);
    if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) {
      if (factoryOf(parent) === undefined) return elsewhere(TODO.function);
    }
    if (ts.isMethodDeclaration(parent) && ts.isObjectLiteralExpression(parent.parent)) {
      if (factoryOf(parent) === undefined) return elsewhere(TODO.function);
    }
    if (ts.isClassLike(parent)) return placeIn(parent, current, node);
  }
  return elsewhere(isInNamespace(node) ? TODO.namespace : TODO.topLevel);
};

export const TODO = {
  decorator: 'A decorator runs before Nest starts. Use the async form of it, or read the value in a method.',
  function: 'This function is not a method of a class. Give it the value as a parameter.',
  topLevel:
    'This runs before Nest starts. Read the value in a class, or in a useFactory that injects getSsmParamToken() or getSsmSecretToken().',
  namespace:
    'A configuration is loaded before there is a cache. Load it with ssmCacheConfig(), or ask for the value where it is used.',
  static: 'A static member has no instance to read from. Make it a member of the instance.',
  created: 'Nest does not create this class. Give it the value as a parameter.',
} as const;

/** In the configuration that `registerAs()` names. */
const isInNamespace = (node: typescript.Node): boolean =>
  ts.findAncestor(node, (one) => ts.isCallExpression(one) && one.expression.getText() === 'registerAs') !==
  undefined;

const elsewhere = (todo: string): Place => ({ in: 'elsewhere', todo });

const placeIn = (owner: Class, member: typescript.Node, node: typescript.Node): Place => {
  if (classOfThis(node) !== owner) return elsewhere(TODO.static);
  if (ts.isConstructorDeclaration(member)) {
    const isInBody = member.body !== undefined && node.pos >= member.body.pos;
    return isInBody ? { in: 'constructor', owner } : elsewhere(TODO.static);
  }
  // An arrow function in a field reads when it is called.
  if (ts.isPropertyDeclaration(member) && !isInArrow(node, member))
    return { in: 'field', owner, field: member };
  return { in: 'method', owner };
};

const isInArrow = (node: typescript.Node, end: typescript.Node): boolean => {
  for (let current = node; current !== end; current = current.parent) {
    if (ts.isArrowFunction(current)) return true;
  }
  return false;
};

/** Whether properties of the class are filled by Nest: it has a decorator of Nest, or is given a service. */
export const isCreatedByNest = (owner: Class): boolean =>
  (ts.getDecorators(owner) ?? []).some(({ expression }) =>
    CREATED_BY_NEST.test((ts.isCallExpression(expression) ? expression.expression : expression).getText()),
  );
