import { posix } from 'node:path';
import type typescript from 'typescript';
import { ts } from '../cli/migrate/compiler.js';
import type { Source } from '../cli/migrate/source.js';
import { addImport } from './add-import.js';
import type { Open } from './root-module.js';

/** What the example reads, and what it has on a developer's machine. */
export const EXAMPLE = { property: 'greeting', name: '/greeting', value: 'Hello' } as const;

/** Where an example can be declared. */
export interface ExampleService {
  readonly source: Source;
  readonly owner: typescript.ClassDeclaration;
}

/** The service beside a module, such as `app.service.ts` beside `app.module.ts`. */
export const serviceBeside = (module: string, open: Open): ExampleService | undefined => {
  const source = module.endsWith('.module.ts')
    ? open(module.replace(/\.module\.ts$/, '.service.ts'))
    : undefined;
  const services = source?.tree.statements.filter((one) => ts.isClassDeclaration(one) && isInjectable(one));
  const [owner] = services ?? [];
  if (source === undefined || owner === undefined || services?.length !== 1) return undefined;
  return canHold(owner as typescript.ClassDeclaration)
    ? { source, owner: owner as typescript.ClassDeclaration }
    : undefined;
};

const isInjectable = (owner: typescript.ClassDeclaration): boolean =>
  (ts.getDecorators(owner) ?? []).some(({ expression }) => /^Injectable\b/.test(expression.getText()));

/** A class that extends another one may inherit a property of that name. */
const canHold = ({ members, heritageClauses, name }: typescript.ClassDeclaration): boolean =>
  name !== undefined &&
  heritageClauses === undefined &&
  members.every((member) => !new RegExp(String.raw`\b${EXAMPLE.property}\b`).test(namesIn(member)));

/** The name of a member, and those that a constructor declares. */
const namesIn = (member: typescript.ClassElement): string =>
  ts.isConstructorDeclaration(member)
    ? member.parameters.map((parameter) => parameter.name.getText()).join(' ')
    : (member.name?.getText() ?? '');

/** Declares the property as the first member. */
export const addProperty = ({ source, owner }: ExampleService): void => {
  const { lineEnd, quote, semicolon } = source;
  const indent = source.indentAt(owner.getStart()) + source.indent;
  const decorator = `@SsmParam(${quote}${EXAMPLE.name}${quote}, { default: ${quote}${EXAMPLE.value}${quote} })`;
  const property = `readonly ${EXAMPLE.property}!: string${semicolon}`;
  const open = source.text.indexOf('{', owner.name?.end);
  const rest = source.text.slice(open + 1, owner.end);
  const end = owner.members.length === 0 && !rest.includes('\n') ? lineEnd : '';
  const gap = owner.members.length === 0 ? '' : lineEnd;
  source.wantedNames.add('SsmParam');
  source.insert(open + 1, `${lineEnd}${indent}${decorator}${lineEnd}${indent}${property}${gap}${end}`);
};

/** Gives the value to unit tests that provide the service, since a test without the module cannot create it any more. */
export const addToTest = (source: Source, { owner }: ExampleService): boolean => {
  const name = owner.name?.text ?? '';
  const visit = (node: typescript.Node): boolean => {
    const metadata = testModuleIn(node);
    if (metadata === undefined) return ts.forEachChild(node, visit) ?? false;
    const providers = metadata.properties.find((one) => one.name?.getText() === 'providers')?.getText() ?? '';
    const isOpen = metadata.properties.every(
      (one) => one.name !== undefined && one.name.getText() !== 'imports',
    );
    if (!isOpen || !new RegExp(String.raw`[[,\s]${name}[\],\s]`).test(providers)) return false;
    writeImports(source, metadata);
    return true;
  };
  return visit(source.tree);
};

/** The object that `Test.createTestingModule()` is given. */
const testModuleIn = (node: typescript.Node): typescript.ObjectLiteralExpression | undefined => {
  if (!ts.isCallExpression(node) || !/\bcreateTestingModule$/.test(node.expression.getText()))
    return undefined;
  const [metadata] = node.arguments;
  return metadata !== undefined && ts.isObjectLiteralExpression(metadata) ? metadata : undefined;
};

const writeImports = (source: Source, metadata: typescript.ObjectLiteralExpression): void => {
  const { lineEnd, quote, indent: step } = source;
  const indent = source.indentAt(metadata.getStart()) + step;
  const value = `${quote}${EXAMPLE.name}${quote}: ${quote}${EXAMPLE.value}${quote}`;
  const text = [
    `${indent}imports: [`,
    `${indent}${step}SsmCacheTestingModule.register({ parameters: { ${value} } }),`,
    `${indent}],`,
  ].join(lineEnd);
  source.insert(metadata.getStart() + 1, `${lineEnd}${text}`);
  addImport(source, 'SsmCacheTestingModule', 'nestjs-ssm-cache/testing');
};

/** The unit tests in the folder of a service. */
export const testsBeside = (service: string, files: readonly string[]): readonly string[] =>
  files.filter((file) => posix.dirname(file) === posix.dirname(service) && /\.(?:spec|test)\.ts$/.test(file));
