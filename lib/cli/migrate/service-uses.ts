import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { Imported } from './imports.js';
import type { Read } from './read.js';
import { serviceAt, type Holder } from './services.js';
import type { Source } from './source.js';

/** What nothing is asked of, once the reads are gone. */
export interface UnusedServices {
  has(holder: Holder): boolean;
  /** `this.config = config;` of services that are gone. */
  readonly statements: readonly typescript.Statement[];
}

export const unusedServices = (
  { tree }: Source,
  imports: ReadonlyMap<string, Imported>,
  reads: readonly Read[],
): UnusedServices => {
  const asked = new Set<Holder>();
  const used = new Set<Holder>();
  const links: Link[] = [];
  const gone = new Set<typescript.Node>(reads.flatMap(({ service }) => service ?? []));
  const visit = (node: typescript.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const link = linkIn(node, imports);
      if (link !== undefined) {
        links.push(link);
        return;
      }
    }
    const service = isReference(node) ? serviceAt(node, imports) : undefined;
    if (service !== undefined) (gone.has(node) ? asked : used).add(service.holder);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const dead = links.filter(({ field }) => asked.has(field) && !used.has(field));
  const unused = new Set([...asked].filter((holder) => !used.has(holder)));
  for (const link of links) {
    if (dead.includes(link) && !used.has(link.parameter)) unused.add(link.parameter);
    else if (!dead.includes(link)) unused.delete(link.parameter);
  }
  return { has: (holder) => unused.has(holder), statements: dead.map(({ statement }) => statement) };
};

interface Link {
  readonly statement: typescript.Statement;
  readonly field: Holder;
  readonly parameter: Holder;
}

/** `this.config = config;` */
const linkIn = (
  statement: typescript.ExpressionStatement,
  imports: ReadonlyMap<string, Imported>,
): Link | undefined => {
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
    return undefined;
  }
  const field = serviceAt(expression.left, imports)?.holder;
  const parameter = serviceAt(expression.right, imports)?.holder;
  return field === undefined || parameter === undefined ? undefined : { statement, field, parameter };
};

/** `config` in `this.config`, in `{ config: 1 }` and where it is declared is no reference. */
const isReference = (node: typescript.Node): node is typescript.Expression => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(node)) return true;
  if (!ts.isIdentifier(node) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent)) return false;
  return !(
    (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) &&
    parent.name === node
  );
};
