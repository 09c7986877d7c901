import type typescript from 'typescript';
import { ts } from './compiler.js';

/** The text of a literal; `undefined` for what is known only when the code runs. */
export const literalText = (node: typescript.Expression | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

/** The options of a call, as code, or `undefined` where they are no plain object. */
export const optionsOf = (
  node: typescript.Expression | undefined,
): ReadonlyMap<string, typescript.Expression> | undefined => {
  if (node === undefined) return new Map();
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const properties = node.properties.filter((property) => ts.isPropertyAssignment(property));
  if (properties.length < node.properties.length) return undefined;
  return new Map(properties.map(({ name, initializer }) => [name.getText(), initializer]));
};

/** `T` of `get<T>()`. */
export const typeArgument = ({ typeArguments }: typescript.CallExpression): string | undefined =>
  typeArguments?.[0]?.getText();

/** Whether an expression is what is assigned to, as in `x = 1` and `x += 1`. */
export const isAssigned = (node: typescript.Expression): boolean => {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
};
