import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../../..');
const LIB = join(ROOT, 'lib/');
const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** What the reference says of an export, or of a member of one. */
export interface Documented {
  /** Such as `SsmCache.parameter`. */
  readonly name: string;
  readonly kind: 'callable' | 'option' | 'class' | 'error' | 'field';
  /** Its doc comments, one after the other. */
  readonly comment: string;
  /** The examples of it, of its class or interface, and of those that extend it. */
  readonly examples: string;
  readonly parameters: readonly string[];
  readonly type: string;
  readonly isOptional: boolean;
}

const entryPoints = (): readonly string[] => {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: object };
  return Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === 'string' ? [] : join(LIB, subpath.slice(1), 'index.ts'),
  );
};

const commentsOf = (symbol: ts.Symbol): string =>
  (symbol.declarations ?? [])
    .flatMap((declaration) => ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc))
    .map((comment) => comment.getText().replaceAll(/^\s*\/?\*+\/? ?/gm, ''))
    .join('\n');

const declarationOf = ({ declarations }: ts.Symbol): ts.Declaration | undefined => declarations?.[0];

export const examplesIn = (comment: string): readonly string[] =>
  Array.from(comment.matchAll(/^```ts\n([^]*?)^```/gm), ([, code = '']) => code);

/** Every export of every entry point, and their public members, as the sources have them. */
export const apiReference = (): readonly Documented[] => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.build.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ROOT,
  );
  const entries = entryPoints();
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  const exported = new Set(
    entries.flatMap((entry) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(entry) as ts.SourceFile) as ts.Symbol;
      return checker
        .getExportsOfModule(module)
        .map((symbol) =>
          (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol),
        );
    }),
  );
  const seen = new Set<ts.Declaration | undefined>();
  const isOurs = ({ declarations }: ts.Symbol): boolean =>
    declarations?.[0]?.getSourceFile().fileName.startsWith(LIB) === true;
  const isPublic = (member: ts.Symbol): boolean => {
    const [declaration] = member.declarations ?? [];
    return (
      declaration !== undefined &&
      isOurs(member) &&
      (ts.getCombinedModifierFlags(declaration) & HIDDEN) === 0 &&
      !member.name.startsWith('__') &&
      member.name !== 'toJSON' &&
      !(
        ts.getNameOfDeclaration(declaration) !== undefined &&
        ts.isPrivateIdentifier(ts.getNameOfDeclaration(declaration) as ts.Node)
      ) &&
      !commentsOf(member).includes('@internal')
    );
  };
  const membersOf = (symbol: ts.Symbol): readonly ts.Symbol[] => {
    if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) === 0) return [];
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    return [
      ...checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)),
      ...(isClass ? checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol)) : []),
    ].filter(isPublic);
  };
  /** The examples of a class or interface, and of all that have its member. */
  const sharedExamples = (member: ts.Symbol): string =>
    [...exported]
      .filter((owner) => membersOf(owner).some((other) => declarationOf(other) === declarationOf(member)))
      .flatMap((owner) => examplesIn(commentsOf(owner)))
      .join('\n');
  const signatureOf = (symbol: ts.Symbol): ts.Signature | undefined =>
    checker.getTypeOfSymbol(symbol).getCallSignatures().at(-1);
  const describe = (
    symbol: ts.Symbol,
    name: string,
    kind: Documented['kind'],
    shared: string,
  ): Documented => {
    const comment = commentsOf(symbol);
    const type = checker.getTypeOfSymbol(symbol);
    return {
      name,
      kind,
      comment,
      examples: [...examplesIn(comment), shared].join('\n'),
      parameters: type
        .getCallSignatures()
        .filter((signature) => signature.getJsDocTags().every((tag) => tag.name !== 'internal'))
        .flatMap((signature) => signature.getParameters())
        .map((parameter) => parameter.name)
        .filter((parameter) => !parameter.startsWith('_')),
      type: checker.typeToString(checker.getNonNullableType(type)),
      isOptional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
    };
  };
  /** What an interface prescribes, which describes it. */
  const prescribed = (owner: ts.Symbol): ReadonlySet<string> =>
    new Set(
      (owner.declarations ?? [])
        .filter(ts.isClassDeclaration)
        .flatMap(({ heritageClauses = [] }) =>
          heritageClauses
            .filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
            .flatMap(({ types }) => types),
        )
        .map((type) => checker.getTypeAtLocation(type))
        .flatMap((type) => type.getProperties().map((property) => property.name)),
    );
  const kindOfMember = (owner: ts.Symbol, member: ts.Symbol): Documented['kind'] => {
    if ((member.flags & ts.SymbolFlags.Method) !== 0 && (owner.flags & ts.SymbolFlags.Class) !== 0)
      return prescribed(owner).has(member.name) ? 'field' : 'callable';
    return /(?<!Call|Request|Error)(?:Options|Extras|Attributes)$/.test(owner.name) ? 'option' : 'field';
  };
  const isInternal = (symbol: ts.Symbol): boolean =>
    symbol.getJsDocTags(checker).some((tag) => tag.name === 'internal') &&
    !commentsOf(symbol).includes('@publicApi');
  return [...exported]
    .filter((symbol) => isOurs(symbol) && !isInternal(symbol))
    .flatMap((symbol) => {
      const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
      const isValue = (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) !== 0;
      const isCallable = isValue && signatureOf(symbol) !== undefined;
      const isError = isClass && symbol.name.endsWith('Error') && symbol.name !== 'SsmCacheError';
      const kind = isError ? 'error' : isClass ? 'class' : isCallable ? 'callable' : 'field';
      const members = membersOf(symbol).filter((member) => !seen.has(declarationOf(member)));
      for (const member of members) seen.add(declarationOf(member));
      return [
        describe(symbol, symbol.name, kind, ''),
        ...members.map((member) =>
          describe(
            member,
            `${symbol.name}.${checker.symbolToString(member)}`,
            kindOfMember(symbol, member),
            sharedExamples(member),
          ),
        ),
      ];
    });
};
