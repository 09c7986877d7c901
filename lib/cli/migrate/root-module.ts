import type typescript from 'typescript';
import { ts } from './compiler.js';
import { columnOf, restOf } from './layout.js';
import { moduleClassesIn, type ModuleClass } from './module-classes.js';
import type { ModuleOptions } from './module-options.interface.js';
import { propertyOf } from './services.js';
import type { Source } from './source.js';

/** The module that the application begins with, as far as the files tell. */
export const rootModule = (sources: readonly Source[]): ModuleClass | undefined => {
  const all = sources.flatMap(moduleClassesIn);
  const named = all.filter(({ owner }) => owner.name?.text === 'AppModule');
  const configured = all.filter(({ metadata }) => /\bConfigModule\s*\.forRoot\b/.test(metadata.getText()));
  return [named, configured, all].find((some) => some.length === 1)?.[0];
};

/** Imports this package first. */
export const addToModule = ({ source, owner, metadata }: ModuleClass, options: ModuleOptions): void => {
  const { maxAge, basePath } = options;
  const items = [...(basePath === undefined ? [] : [`basePath: ${basePath}`]), `maxAge: ${maxAge}`];
  const added = `SsmCacheModule.forRoot({ ${items.join(', ')} })`;
  source.wantedNames.add('SsmCacheModule');
  const imports = propertyOf(metadata, 'imports');
  const list = imports?.initializer;
  if (list !== undefined && !ts.isArrayLiteralExpression(list)) {
    source.leave(owner, `Add ${added} to its imports.`);
  } else if (list === undefined) {
    const indent = source.indentAt(owner.getStart()) + source.indent;
    const isEmpty = metadata.properties.length === 0;
    const end = isEmpty ? source.lineEnd : '';
    source.insert(metadata.getStart() + 1, `${source.lineEnd}${indent}imports: [${added}],${end}`);
  } else {
    insertFirst(source, list, added);
  }
};

const insertFirst = (source: Source, list: typescript.ArrayLiteralExpression, added: string): void => {
  const [first] = list.elements;
  const start = list.getStart();
  if (first !== undefined && source.text.slice(start, first.getStart()).includes('\n')) {
    const position = first.getStart();
    source.insert(position, `${added},${source.lineEnd}${source.indentAt(position)}`);
    return;
  }
  const line = `[${[added, ...list.elements.map((element) => element.getText())].join(', ')}]`;
  const fits = columnOf(source, start) + line.length + restOf(source, list.end) <= source.printWidth;
  if (fits && !line.includes('\n')) {
    source.insert(start + 1, first === undefined ? added : `${added}, `);
    return;
  }
  const indent = source.indentAt(start);
  const [inner, end] = [indent + source.indent, source.lineEnd];
  source.insert(start + 1, `${end}${inner}${added},${first === undefined ? end + indent : end + inner}`);
  let previous = first;
  for (const element of list.elements.slice(1)) {
    source.replace(previous?.end ?? start, element.getStart(), `,${end}${inner}`);
    previous = element;
  }
  if (previous !== undefined) source.replace(previous.end, list.end - 1, `,${end}${indent}`);
};
