import { ts } from '../cli/migrate/compiler.js';
import type { Source } from '../cli/migrate/source.js';

/** Imports a name of a package, behind the last import of another package. */
export const addImport = (source: Source, name: string, module: string): void => {
  const { quote, semicolon, lineEnd } = source;
  const text = `import { ${name} } from ${quote}${module}${quote}${semicolon}`;
  const declarations = source.tree.statements.filter((statement) => ts.isImportDeclaration(statement));
  const last = declarations.findLast(({ moduleSpecifier }) => !/^['"][./]/.test(moduleSpecifier.getText()));
  if (last !== undefined) source.insert(last.end, `${lineEnd}${text}`);
  else source.insert(declarations[0]?.getStart() ?? 0, `${text}${lineEnd}`);
};
