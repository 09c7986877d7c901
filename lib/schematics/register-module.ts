import type typescript from 'typescript';
import { ts } from '../cli/migrate/compiler.js';
import { listed } from '../cli/migrate/layout.js';
import type { ModuleClass } from '../cli/migrate/module-classes.js';
import type { Source } from '../cli/migrate/source.js';
import { UsageError } from '../cli/usage.error.js';

const NAME = 'SsmCacheModule';

/**
 * Imports `SsmCacheModule` first in a module.
 *
 * @param entries its options, as code
 * @throws `UsageError` for a module whose imports are no list
 */
export const registerModule = (
  { source, owner, metadata }: ModuleClass,
  entries: readonly string[],
): void => {
  const list = importsIn(metadata);
  if (list === 'unreadable') {
    throw new UsageError(
      `${source.file}: the imports of ${owner.name?.text ?? 'the module'} are no list in brackets. Add SsmCacheModule.forRoot({ ${entries.join(', ')} }) to them by hand.`,
    );
  }
  source.wantedNames.add(NAME);
  if (list !== undefined) addFirst(source, list, entries);
  else {
    const indent = source.indentAt(metadata.getStart()) + source.indent;
    const end = metadata.properties.length === 0 ? source.lineEnd : '';
    const added = registration(source, entries, indent + source.indent);
    const text = [`${indent}imports: [`, `${indent}${source.indent}${added},`, `${indent}],`].join(
      source.lineEnd,
    );
    source.insert(metadata.getStart() + 1, `${source.lineEnd}${text}${end}`);
  }
};

/** A spread, or a property without a value of its own, may hold imports. */
const importsIn = (
  metadata: typescript.ObjectLiteralExpression,
): typescript.ArrayLiteralExpression | 'unreadable' | undefined => {
  for (const property of metadata.properties) {
    const name = property.name?.getText();
    if (name === undefined) return 'unreadable';
    if (name.replaceAll(/['"]/g, '') !== 'imports') continue;
    const list = ts.isPropertyAssignment(property) ? property.initializer : undefined;
    return list !== undefined && ts.isArrayLiteralExpression(list) ? list : 'unreadable';
  }
  return undefined;
};

const registration = (source: Source, entries: readonly string[], indent: string): string => {
  const object = listed(source, ['{', '}'], entries, {
    indent,
    before: indent.length + `${NAME}.forRoot(`.length,
    after: ').'.length,
  });
  return `${NAME}.forRoot(${object})`;
};

/** Comments stay with the elements that follow them. */
const addFirst = (
  source: Source,
  list: typescript.ArrayLiteralExpression,
  entries: readonly string[],
): void => {
  const start = list.getStart();
  const [first] = list.elements;
  const before = source.text.slice(start + 1, first?.getStart() ?? list.end - 1);
  const { lineEnd } = source;
  const indent = source.indentAt(start) + source.indent;
  const added = `${lineEnd}${indent}${registration(source, entries, indent)},`;
  if (before.includes('\n')) source.insert(start + 1, added);
  else if (first === undefined)
    source.insert(start + 1, `${added}${before}${lineEnd}${source.indentAt(start)}`);
  else source.replace(start + 1, first.getStart(), `${added}${lineEnd}${indent}${before.trimStart()}`);
};
