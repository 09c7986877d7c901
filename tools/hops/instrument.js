import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Where the instrumented package is put. */
export const OUT = 'build/hops';

const SOURCES = ['lib', 'tools/hops'];
const { compilerOptions } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config;

/** Compiles the package, with each named function of it telling that it is called; but for the services in memory. */
export const instrument = async () => {
  await rm(OUT, { recursive: true, force: true });
  for (const folder of SOURCES) {
    const paths = await readdir(folder, { recursive: true });
    for (const path of paths.filter((name) => name.endsWith('.ts'))) await compile(join(folder, path));
  }
};

const compile = async (path) => {
  const isCounted = path.startsWith('lib/') && !path.startsWith('lib/testing/');
  const { outputText } = ts.transpileModule(await readFile(path, 'utf8'), {
    fileName: path,
    compilerOptions: { ...compilerOptions, module: 'esnext', sourceMap: false, declaration: false },
    transformers: isCounted ? { after: [counting(path.slice('lib/'.length))] } : {},
  });
  const out = join(OUT, path.replace(/\.ts$/, '.js'));
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, outputText);
};

/** Puts a call of `__hop()` at the beginning of each named function. */
const counting = (file) => (context) => {
  const { factory } = context;
  const hop = (name) =>
    factory.createCallExpression(factory.createIdentifier('__hop'), undefined, [
      factory.createStringLiteral(file),
      factory.createStringLiteral(name),
    ]);
  const counted = (body, name) =>
    ts.isBlock(body)
      ? factory.updateBlock(body, [factory.createExpressionStatement(hop(name)), ...body.statements])
      : factory.createParenthesizedExpression(factory.createComma(hop(name), body));
  const visit = (node) => {
    const visited = ts.visitEachChild(node, visit, context);
    const name = nameOf(node);
    if (name === undefined || visited.body === undefined) return visited;
    return withBody(factory, visited, counted(visited.body, name));
  };
  return (source) => ts.visitNode(source, visit);
};

const withBody = (factory, node, body) => {
  const { modifiers, parameters, name, asteriskToken } = node;
  if (ts.isConstructorDeclaration(node))
    return factory.updateConstructorDeclaration(node, modifiers, parameters, body);
  if (ts.isGetAccessor(node))
    return factory.updateGetAccessorDeclaration(node, modifiers, name, parameters, undefined, body);
  if (ts.isSetAccessor(node))
    return factory.updateSetAccessorDeclaration(node, modifiers, name, parameters, body);
  if (ts.isMethodDeclaration(node))
    return factory.updateMethodDeclaration(
      node,
      modifiers,
      asteriskToken,
      name,
      undefined,
      undefined,
      parameters,
      undefined,
      body,
    );
  if (ts.isFunctionDeclaration(node))
    return factory.updateFunctionDeclaration(
      node,
      modifiers,
      asteriskToken,
      name,
      undefined,
      parameters,
      undefined,
      body,
    );
  if (ts.isFunctionExpression(node))
    return factory.updateFunctionExpression(
      node,
      modifiers,
      asteriskToken,
      name,
      undefined,
      parameters,
      undefined,
      body,
    );
  return factory.updateArrowFunction(
    node,
    modifiers,
    undefined,
    parameters,
    undefined,
    node.equalsGreaterThanToken,
    body,
  );
};

/** The name of a function as its reader knows it: its own, or that of what it is assigned to. */
const nameOf = (node) => {
  if (ts.isConstructorDeclaration(node))
    return `new ${ts.getOriginalNode(node).parent?.name?.text ?? 'class'}`;
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node) || ts.isFunctionDeclaration(node))
    return textOf(node.name);
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  const { parent } = ts.getOriginalNode(node);
  const isNamed =
    parent !== undefined &&
    (ts.isVariableDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent)) &&
    parent.initializer === ts.getOriginalNode(node);
  return isNamed ? textOf(parent.name) : undefined;
};

const textOf = (name) =>
  name === undefined ? undefined : (name.getText?.call(ts.getOriginalNode(name)) ?? name.text);
