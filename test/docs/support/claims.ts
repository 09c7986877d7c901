import ts from 'typescript';

/** What a page claims of its code: that a line gives a value, or throws an error of some name. */
export interface Claim {
  readonly kind: 'gives' | 'throws';
  readonly expected: string;
  /** The line of the module, counted from 1. */
  readonly line: number;
}

const MARK = /^\/\/ (→|throws) (.+)$/;

/** The claims of a module: `// → value` or `// throws SomeError` behind a statement. */
export const claimsOf = (source: string): readonly Claim[] =>
  claimedStatements(source).map(({ claim }) => claim);

/**
 * The module with each claim as a call of `globalThis.docs`, which the runner provides. A statement that is claimed to throw
 * has to be an expression; of any other, and of `const name = …`, the value is shown.
 */
export const withClaims = (source: string): string => {
  let text = source;
  for (const [index, { node, claim }] of [...claimedStatements(source).entries()].toReversed()) {
    const statement = source.slice(node.getStart(), node.end);
    text = text.slice(0, node.getStart()) + claimed(node, statement, claim, index) + text.slice(node.end);
  }
  return text;
};

interface ClaimedStatement {
  readonly node: ts.Statement;
  readonly claim: Claim;
}

const claimedStatements = (source: string): readonly ClaimedStatement[] => {
  const file = ts.createSourceFile('page.ts', source, ts.ScriptTarget.ES2022, true);
  const found: ClaimedStatement[] = [];
  const visit = (node: ts.Node): void => {
    const claim = ts.isStatement(node) ? claimBehind(file, node) : undefined;
    if (claim !== undefined) found.push({ node: node as ts.Statement, claim });
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
};

const claimBehind = (file: ts.SourceFile, node: ts.Statement): Claim | undefined => {
  const [comment] = ts.getTrailingCommentRanges(file.text, node.end) ?? [];
  const [, mark, expected = ''] = MARK.exec(file.text.slice(comment?.pos, comment?.end)) ?? [];
  if (comment === undefined || mark === undefined) return undefined;
  const line = file.getLineAndCharacterOfPosition(node.end).line + 1;
  return { kind: mark === '→' ? 'gives' : 'throws', expected, line };
};

const claimed = (node: ts.Statement, statement: string, { kind, expected }: Claim, index: number): string => {
  if (kind === 'throws') {
    return `await globalThis.docs.throws(${index}, async () => { ${statement} }, ${JSON.stringify(expected)});`;
  }
  const shows = (value: string): string => `globalThis.docs.gives(${index}, ${value}, () => (${expected}));`;
  if (ts.isVariableStatement(node)) {
    return `${statement} ${shows(node.declarationList.declarations[0]?.name.getText() ?? '')}`;
  }
  if (!ts.isExpressionStatement(node)) return statement;
  return shows(printed(node.expression).getText());
};

/** Of `console.log(value)` the value. */
const printed = (expression: ts.Expression): ts.Expression =>
  ts.isCallExpression(expression) && expression.expression.getText() === 'console.log'
    ? (expression.arguments[0] as ts.Expression)
    : expression;
