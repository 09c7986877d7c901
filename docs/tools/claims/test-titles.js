// The titles of the tests in a file, as they are written: of `it.each` with its placeholders.
import ts from 'typescript';

const NAMES = new Set(['it', 'test', 'describe']);
const SKIPPED = new Set(['skip', 'todo', 'failing']);

/** `it('…')`, `it.each(…)('…')` and `describe('…')`; a test that is skipped holds nothing. */
const isTest = (call) => {
  let callee = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) {
      if (SKIPPED.has(callee.name.text)) return false;
      callee = callee.expression;
    } else if (ts.isCallExpression(callee)) callee = callee.expression;
    else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
    else return false;
  }
  return NAMES.has(callee.text);
};

const titleOf = ([title]) => {
  if (title === undefined) return undefined;
  if (ts.isStringLiteralLike(title)) return title.text;
  return ts.isTemplateExpression(title) ? title.getText().slice(1, -1) : undefined;
};

export const testTitles = (source) => {
  const titles = new Set();
  const visit = (node) => {
    const title = ts.isCallExpression(node) && isTest(node) ? titleOf(node.arguments) : undefined;
    if (title !== undefined) titles.add(title);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.ES2022, true));
  return titles;
};
