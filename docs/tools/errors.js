// The page of all errors. `npm run docs:errors` writes it, and with `--print` shows it; a test compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/reference/errors.md');

/** The sources, parsed, but for those of entry points that throw no errors of ours to their users. */
const sourceFiles = () =>
  readdirSync(join(ROOT, 'lib'), { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((path) =>
      ts.createSourceFile(path, readFileSync(join(ROOT, 'lib', path), 'utf8'), ts.ScriptTarget.ES2022, true),
    );

const visitAll = (node, visit) => {
  visit(node);
  ts.forEachChild(node, (child) => visitAll(child, visit));
};

const commentOf = (node) => ts.getJSDocCommentsAndTags(node)[0]?.getText() ?? '';

/** Each class of an error with its code and the first sentences of its comment. */
const errorClasses = (files) => {
  const found = new Map();
  for (const file of files) {
    for (const node of file.statements.filter(ts.isClassDeclaration)) {
      const [, code] = /readonly code = '(SSM_CACHE_\w+)'/.exec(node.getText()) ?? [];
      if (code === undefined) continue;
      const lines = commentOf(node)
        .split('\n')
        .map((line) => line.replace(/^\s*\/?\*+\/?\s?/, ''));
      const text = lines
        .slice(
          0,
          lines.findIndex((line) => line.startsWith('@')),
        )
        .join(' ');
      found.set(node.name.text, { code, meaning: text.replace(`\`${code}\`.`, '').trim() });
    }
  }
  return found;
};

/** The parts that a template puts in are an ellipsis. */
const textOf = (node) => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTaggedTemplateExpression(node)) return textOf(node.template);
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  return undefined;
};

/** A shorter text is a part of a sentence. */
const SHORTEST = 20;

/** The first text of what a message returns: the sentence that readers search for. */
const messageText = (node) => {
  const returned = returnedBy(node);
  let first;
  visitAll(returned, (inner) => {
    const text = textOf(inner);
    if (first === undefined && text !== undefined && text.length >= SHORTEST) first = text;
  });
  return first ?? textOf(returned) ?? '';
};

const returnedBy = (node) => {
  if (!isFunction(node)) return node;
  if (!ts.isBlock(node.body)) return node.body;
  return node.body.statements.findLast(ts.isReturnStatement) ?? node.body;
};

/** Each message by the name of its function. */
const messagesIn = (files) => {
  const found = new Map();
  for (const file of files.filter(({ fileName }) => fileName.endsWith('.messages.ts'))) {
    for (const { declarationList } of file.statements.filter(ts.isVariableStatement)) {
      for (const { name, initializer } of declarationList.declarations) {
        if (name.text.endsWith('Message')) found.set(name.text, messageText(initializer));
      }
    }
  }
  return found;
};

/** The class that is made with what a node gives, if the code around it says so. */
const classAround = (node, helpers, isOfVariable = false) => {
  for (let at = node; at !== undefined && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isNewExpression(at) && at !== node) return at.expression.getText();
    if (ts.isCallExpression(at) && helpers.has(at.expression.getText()))
      return helpers.get(at.expression.getText());
    if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name) && !isFunction(at.initializer))
      return isOfVariable ? undefined : classOfVariable(at, helpers);
    if (isFunction(at)) return undefined;
  }
  return undefined;
};

const isFunction = (node) =>
  node !== undefined &&
  (ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node));

const classOfVariable = ({ name, parent }, helpers) => {
  let found;
  visitAll(parent.parent.parent, (node) => {
    const isUse = ts.isIdentifier(node) && node.text === name.text && node !== name;
    if (isUse && !ts.isVariableDeclaration(node.parent)) found ??= classAround(node, helpers, true);
  });
  return found;
};

/** Functions of a file whose only purpose is to make an error. */
const helpersIn = (file) => {
  const found = new Map();
  for (const { declarationList } of file.statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of declarationList.declarations) {
      const made = isFunction(initializer) ? /new (\w+Error)\(/.exec(initializer.getText())?.[1] : undefined;
      if (made !== undefined && initializer.getText().length < 400) found.set(name.getText(), made);
    }
  }
  return found;
};

/** The classes of errors that a message is thrown with; none for what is only logged. */
const classesByMessage = (files) => {
  const found = new Map();
  for (const file of files.filter(({ fileName }) => !fileName.endsWith('.messages.ts'))) {
    const helpers = helpersIn(file);
    visitAll(file, (node) => {
      if (!ts.isIdentifier(node) || !node.text.endsWith('Message') || ts.isImportSpecifier(node.parent))
        return;
      const name = classAround(node, helpers);
      if (name !== undefined) found.set(node.text, new Set([...(found.get(node.text) ?? []), name]));
    });
  }
  return found;
};

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll(/\s+/g, ' ');

const link = (code) => `[\`${code}\`](troubleshooting.md#${code.toLowerCase()})`;

/** The page of all errors, as the sources have them. */
const errorsPage = async () => {
  const files = sourceFiles();
  const classes = errorClasses(files);
  const thrown = classesByMessage(files);
  const codes = [...classes].toSorted(([, one], [, other]) => one.code.localeCompare(other.code));
  const messages = [...messagesIn(files)].flatMap(([name, text]) =>
    [...(thrown.get(name) ?? [])].flatMap((made) =>
      text !== '' && classes.has(made) ? [{ text, code: classes.get(made).code }] : [],
    ),
  );
  const parts = [
    '# Errors by code',
    '`npm run docs:errors` makes this page from the sources. Each code links to how to fix the error.',
    [
      '| code | class | meaning |',
      '| --- | --- | --- |',
      ...codes.map(([name, { code, meaning }]) => `| ${link(code)} | \`${name}\` | ${cell(meaning)} |`),
    ].join('\n'),
    '## Messages',
    'An ellipsis stands for a name, a place or a reason. No message holds a value.',
    [
      '| message | code |',
      '| --- | --- |',
      ...messages
        .toSorted((one, other) => one.code.localeCompare(other.code) || one.text.localeCompare(other.text))
        .map(({ text, code }) => `| ${cell(text)} | ${link(code)} |`),
    ].join('\n'),
  ].join('\n\n');
  return format(`${parts}\n`, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
};

const page = await errorsPage();
if (process.argv.includes('--print')) process.stdout.write(page);
else writeFileSync(PAGE, page);
