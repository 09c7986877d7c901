import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { Source } from './source.js';

const OWN = 'nestjs-ssm-cache';

/** A name that a file imports. */
export interface Imported {
  readonly module: string;
  /** Its name there. */
  readonly name: string;
}

const declarationsIn = ({ tree }: Source): readonly typescript.ImportDeclaration[] =>
  tree.statements.filter((statement) => ts.isImportDeclaration(statement));

const moduleOf = ({ moduleSpecifier }: typescript.ImportDeclaration): string =>
  (moduleSpecifier as typescript.StringLiteral).text;

const specifiersOf = (declaration: typescript.ImportDeclaration): readonly typescript.ImportSpecifier[] => {
  const bindings = declaration.importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
};

/** The names that a file imports one by one, by what it calls them. */
export const importsOf = (source: Source): ReadonlyMap<string, Imported> =>
  new Map(
    declarationsIn(source).flatMap((declaration) =>
      specifiersOf(declaration).map(({ name, propertyName }) => [
        name.text,
        { module: moduleOf(declaration), name: (propertyName ?? name).text },
      ]),
    ),
  );

/** Where names of a file stand, beside its imports, once it has been edited. */
export const usesOf = (source: Source, names: ReadonlySet<string>): readonly typescript.Identifier[] => {
  const found: typescript.Identifier[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (
      ts.isIdentifier(node) &&
      names.has(node.text) &&
      isReference(node) &&
      !source.isRemoved(node.getStart())
    ) {
      found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
};

/** `x.name` and `{ name: x }` say nothing of an import called so. */
const isReference = (node: typescript.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.name !== node;
  return true;
};

/** Removes the imports that the edits have left without a use, and adds what the edits use. */
export const updateImports = (source: Source, touched: ReadonlySet<string>): void => {
  const declarations = declarationsIn(source);
  const { written } = source;
  const used = new Set([
    ...usesOf(source, touched).map(({ text }) => text),
    ...[...touched].filter((name) =>
      new RegExp(String.raw`(?<![\w$.])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`).test(written),
    ),
  ]);
  const isUnused = ({ name }: typescript.ImportSpecifier): boolean =>
    touched.has(name.text) && !used.has(name.text);
  const own = declarations.find((declaration) => moduleOf(declaration) === OWN && isOfValues(declaration));
  const has = new Set(own === undefined ? [] : specifiersOf(own).map(({ name }) => name.text));
  const wanted = [...source.wantedNames].filter((name) => !has.has(name)).toSorted(byName);
  let isPlaced = wanted.length === 0;
  for (const declaration of declarations) {
    const specifiers = specifiersOf(declaration);
    const kept = specifiers.filter((one) => !isUnused(one));
    const isGone = kept.length === 0 && specifiers.length > 0 && declaration.importClause?.name === undefined;
    if (declaration === own && !isPlaced) {
      writeNames(source, declaration, [...kept.map((one) => one.getText()), ...wanted].toSorted(byName));
      isPlaced = true;
    } else if (isGone && own === undefined && !isPlaced) {
      source.replaceNode(declaration, importText(source, wanted, OWN));
      isPlaced = true;
    } else if (isGone) {
      source.removeLines(declaration);
    } else if (kept.length < specifiers.length) {
      writeNames(
        source,
        declaration,
        kept.map((one) => one.getText()),
      );
    }
  }
  if (!isPlaced) addImport(source, declarations, importText(source, wanted, OWN));
};

const isOfValues = ({ importClause }: typescript.ImportDeclaration): boolean =>
  importClause !== undefined && !importClause.isTypeOnly;

const byName = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);

const importText = (source: Source, names: readonly string[], module: string): string => {
  const { quote, semicolon } = source;
  const from = ` from ${quote}${module}${quote}${semicolon}`;
  return `import ${namesText(source, names, from)}${from}`;
};

const namesText = (source: Source, names: readonly string[], rest: string): string => {
  const line = `{ ${names.join(', ')} }`;
  if ('import '.length + line.length + rest.length <= source.printWidth) return line;
  return ['{', ...names.map((name) => `${source.indent}${name},`), '}'].join(source.lineEnd);
};

const writeNames = (
  source: Source,
  declaration: typescript.ImportDeclaration,
  names: readonly string[],
): void => {
  const bindings = declaration.importClause?.namedBindings;
  if (bindings === undefined) return;
  const rest = source.text.slice(bindings.end, declaration.end);
  source.replaceNode(bindings, namesText(source, names, rest));
};

/** Behind the last import of a package, before those of the project's own files. */
const addImport = (
  source: Source,
  declarations: readonly typescript.ImportDeclaration[],
  text: string,
): void => {
  const last = declarations.findLast((declaration) => /^(?![./]|src\/|~|@\/)/.test(moduleOf(declaration)));
  if (last !== undefined) source.insert(last.end, `${source.lineEnd}${text}`);
  else source.insert(declarations[0]?.getStart() ?? 0, `${text}${source.lineEnd}`);
};
