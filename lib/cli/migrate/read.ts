import type typescript from 'typescript';
import { ts } from './compiler.js';
import { keyOf, type Wanted } from './wanted.js';

/** Code that reads a value, and the value. */
export interface Read {
  /** The expression that the value takes the place of. */
  readonly node: typescript.Expression;
  readonly wanted: Wanted;
  /** What the value was asked from, such as a `ConfigService`. */
  readonly service?: typescript.Expression;
}

/** The reads that one declaration serves, together. */
export const groupedByValue = <R extends Read>(reads: readonly R[]): readonly (readonly R[])[] => {
  const groups = new Map<string, R[]>();
  for (const read of reads) {
    const key = keyOf(read.wanted);
    groups.set(key, [...(groups.get(key) ?? []), read]);
  }
  return [...groups.values()];
};

/** What is read as text, in the code that makes something else of it. */
export interface TextRead {
  readonly kind: 'parameter' | 'secret';
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  /** What the code says of the type: `number` in `get<number>('PORT')`. */
  readonly type?: string | undefined;
  /** The code of what is read where there is no value. */
  readonly fallback?: string | undefined;
}

/**
 * A read with what its code makes of the text: `Number(x)`, `parseInt(x, 10)`, `x === 'true'`, `x ?? 'localhost'`. The value is
 * converted by its type, and has a default.
 */
export const readIn = (
  call: typescript.Expression,
  text: TextRead,
  service?: typescript.Expression,
): Read => {
  const { kind, name, labels } = text;
  const made = surroundings({ node: call, type: text.type, fallback: text.fallback });
  const type = made.type ?? typeOfLiteral(made.fallback) ?? 'string';
  const absent: Record<string, string> =
    made.fallback !== undefined
      ? { default: literalAs(type, made.fallback) }
      : isAbsenceHandled(made.node)
        ? { optional: 'true' }
        : {};
  return {
    node: made.node,
    wanted: { kind, name, labels, type, isAwaited: false, options: { ...text.options, ...absent } },
    ...(service !== undefined && { service }),
  };
};

interface Made {
  readonly node: typescript.Expression;
  readonly type: string | undefined;
  readonly fallback: string | undefined;
}

const surroundings = (made: Made): Made => {
  const { node } = made;
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) && isWorthClimbing(parent))
    return surroundings({ ...made, node: parent });
  if (ts.isNonNullExpression(parent)) return surroundings({ ...made, node: parent });
  if (ts.isAsExpression(parent) && /^(?:string|number|boolean)$/.test(parent.type.getText())) {
    return surroundings({ ...made, node: parent, type: parent.type.getText() });
  }
  if (ts.isCallExpression(parent) && isNumberCall(parent, node)) {
    return surroundings({ ...made, node: parent, type: 'number' });
  }
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.PlusToken) {
    return surroundings({ ...made, node: parent, type: 'number' });
  }
  if (ts.isBinaryExpression(parent)) return made.fallback === undefined ? besideOperator(made, parent) : made;
  return made;
};

/** The parentheses of `(x ?? 'a')` go with what they hold, those of `(x).length` or a call's do not matter. */
const isWorthClimbing = ({ parent, expression }: typescript.ParenthesizedExpression): boolean =>
  !ts.isAwaitExpression(expression) &&
  (ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isPropertyAccessExpression(parent));

const isNumberCall = (
  { expression, arguments: args }: typescript.CallExpression,
  node: typescript.Node,
): boolean => {
  const name = expression.getText().replace(/^Number\.parse/, 'parse');
  const [first, radix] = args;
  if (first !== node) return false;
  return (
    (name === 'Number' && radix === undefined) ||
    (name === 'parseFloat' && radix === undefined) ||
    (name === 'parseInt' && (radix === undefined || radix.getText() === '10'))
  );
};

const besideOperator = (made: Made, operation: typescript.BinaryExpression): Made => {
  const { left, right, operatorToken } = operation;
  const { BarBarToken, QuestionQuestionToken, EqualsEqualsToken, EqualsEqualsEqualsToken } = ts.SyntaxKind;
  if (
    [BarBarToken, QuestionQuestionToken].includes(operatorToken.kind) &&
    left === made.node &&
    isLiteral(right)
  ) {
    return surroundings({ ...made, node: operation, fallback: right.getText() });
  }
  const [, other] = left === made.node ? [left, right] : [right, left];
  const isEqual = [EqualsEqualsToken, EqualsEqualsEqualsToken].includes(operatorToken.kind);
  if (isEqual && ts.isStringLiteral(other) && other.text === 'true' && (made.type ?? 'string') === 'string') {
    return { node: operation, type: 'boolean', fallback: 'false' };
  }
  return made;
};

export const isLiteral = (node: typescript.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isNumericLiteral(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword;

const typeOfLiteral = (code: string | undefined): string | undefined => {
  if (code === undefined) return undefined;
  if (/^[\d.]/.test(code)) return 'number';
  return code === 'true' || code === 'false' ? 'boolean' : 'string';
};

/** The default of a number may be written as text: `process.env.PORT ?? '3000'`. */
const literalAs = (type: string, code: string): string => {
  const text = /^(["'`])(.*)\1$/s.exec(code)?.[2];
  if (type === 'string') return text === undefined ? `'${code}'` : code;
  if (type === 'number' && text !== undefined && text.trim() !== '' && !Number.isNaN(Number(text)))
    return text;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text;
  return code;
};

/** Whether the code goes another way where there is no value. */
const isAbsenceHandled = (node: typescript.Expression): boolean => {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent)) {
    return (ts.isIfStatement(parent) ? parent.expression : parent.condition) === node;
  }
  if (!ts.isBinaryExpression(parent)) return false;
  const { BarBarToken, QuestionQuestionToken, AmpersandAmpersandToken } = ts.SyntaxKind;
  if ([BarBarToken, QuestionQuestionToken, AmpersandAmpersandToken].includes(parent.operatorToken.kind)) {
    return parent.left === node;
  }
  return [parent.left, parent.right].some((side) => /^(?:undefined|null)$/.test(side.getText()));
};
