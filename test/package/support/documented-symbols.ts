import { join } from 'node:path';
import ts from 'typescript';
import { entryPoints } from './entry-points.js';
import { root } from './project.js';

export interface DocumentedSymbol {
  readonly name: string;
  readonly comment: string;
  readonly tags: readonly string[];
  readonly isMember: boolean;
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
};
const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
const OURS = join(root, 'dist/');

const isPublic = (member: ts.Symbol): boolean =>
  (member.declarations ?? []).some(
    (declaration) =>
      declaration.getSourceFile().fileName.startsWith(OURS) &&
      (ts.getCombinedModifierFlags(declaration) & HIDDEN) === 0 &&
      !(ts.isPropertyDeclaration(declaration) && ts.isPrivateIdentifier(declaration.name)),
  );

const publicMembers = (symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Symbol[] => {
  const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
  const isInterface = (symbol.flags & ts.SymbolFlags.Interface) !== 0;
  const members =
    isClass || isInterface ? checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)) : [];
  const statics = isClass ? checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)) : [];
  return [...members, ...statics].filter(isPublic);
};

let program: ts.Program | undefined;

/** What a declaration file of the built package exports, and the public members of its classes and interfaces. */
export const documentedSymbols = (entryPoint: string): readonly DocumentedSymbol[] => {
  const file = join(root, entryPoint);
  program ??= ts.createProgram(
    entryPoints.map(({ declarations }) => join(root, declarations)),
    OPTIONS,
  );
  const checker = program.getTypeChecker();
  const describe = (symbol: ts.Symbol, name: string, isMember: boolean): DocumentedSymbol => ({
    name,
    comment: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    tags: symbol.getJsDocTags(checker).map((tag) => tag.name),
    isMember,
  });
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    return [
      describe(symbol, exported.name, false),
      ...publicMembers(symbol, checker).map((member) =>
        describe(member, `${exported.name}.${checker.symbolToString(member)}`, true),
      ),
    ];
  });
};
