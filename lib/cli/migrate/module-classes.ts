import type typescript from 'typescript';
import { ts } from './compiler.js';
import type { Source } from './source.js';

/** A class with `@Module({ … })`. */
export interface ModuleClass {
  readonly source: Source;
  readonly owner: typescript.ClassDeclaration;
  /** The object of its `@Module()`. */
  readonly metadata: typescript.ObjectLiteralExpression;
}

export const moduleClassesIn = (source: Source): readonly ModuleClass[] =>
  source.tree.statements.flatMap((owner) => {
    if (!ts.isClassDeclaration(owner)) return [];
    const metadata = metadataOf(owner);
    return metadata === undefined ? [] : [{ source, owner, metadata }];
  });

const metadataOf = (owner: typescript.ClassDeclaration): typescript.ObjectLiteralExpression | undefined => {
  for (const { expression } of ts.getDecorators(owner) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Module') continue;
    const [metadata] = expression.arguments;
    if (metadata !== undefined && ts.isObjectLiteralExpression(metadata)) return metadata;
  }
  return undefined;
};
