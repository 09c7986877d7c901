import type typescript from 'typescript';
import { ts } from './compiler.js';
import { columnOf, listed, restOf } from './layout.js';
import type { Source } from './source.js';

type FunctionNode = typescript.FunctionLikeDeclaration;
type Parameter = typescript.ParameterDeclaration;

/** Writes the parameters of a function in place of what they were: some are gone, new ones are where the first of these was. */
export const writeParameters = (
  source: Source,
  node: FunctionNode,
  gone: ReadonlySet<Parameter>,
  added: readonly string[],
): void => {
  const [open, close] = bracketsOf(source, node);
  const kept = node.parameters.filter((parameter) => !gone.has(parameter));
  const place = node.parameters.findIndex((parameter) => gone.has(parameter));
  const items = kept.map((parameter) => source.text.slice(parameter.pos, parameter.end).trim());
  items.splice(place === -1 ? requiredIn(kept) : place, 0, ...added);
  const text = listed(source, ['(', ')'], items, {
    indent: source.indentAt(node.getStart()),
    before: columnOf(source, open),
    after: restOf(source, close),
    isBroken: isOfConstructor(node) && items.length > 1 && items.some(hasModifier),
  });
  source.replace(open, close, text);
};

const requiredIn = (parameters: readonly Parameter[]): number => {
  const index = parameters.findIndex(
    ({ questionToken, initializer, dotDotDotToken }) =>
      questionToken !== undefined || initializer !== undefined || dotDotDotToken !== undefined,
  );
  return index === -1 ? parameters.length : index;
};

const isOfConstructor = (node: FunctionNode): boolean => ts.isConstructorDeclaration(node);

const hasModifier = (item: string): boolean => /^(?:@|(?:public|private|protected|readonly)\s)/.test(item);

/** Whether a comment would be lost with the list. */
export const hasLooseComment = (source: Source, node: FunctionNode): boolean => {
  const [, close] = bracketsOf(source, node);
  const last = node.parameters.at(-1);
  return last !== undefined && /\/[/*]/.test(source.text.slice(last.end, close));
};

/** Where the parentheses begin and end. */
const bracketsOf = ({ text }: Source, node: FunctionNode): [open: number, close: number] => {
  const children = node.getChildren();
  const open = children.find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  const close = children.find(({ kind }) => kind === ts.SyntaxKind.CloseParenToken);
  if (open !== undefined && close !== undefined) return [open.getStart(), close.end];
  // An arrow function of one parameter may have none.
  const [only] = node.parameters;
  return [only?.getStart() ?? text.length, only?.end ?? text.length];
};
