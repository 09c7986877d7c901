import type typescript from 'typescript';
import { columnOf, listed, restOf } from './layout.js';
import { freeName, namesWithin } from './naming.js';
import { writeParameters } from './parameters.js';
import { groupedByValue, type Read } from './read.js';
import type { UnusedServices } from './service-uses.js';
import { injectOf, propertyOf, type Factory } from './services.js';
import type { Source } from './source.js';
import { argumentsOf, asHandle, handleType, KINDS, merged } from './wanted.js';

/** Injects what a factory reads as handles, whose values are loaded before. */
export const bindFactory = (
  source: Source,
  { factory, object }: Factory,
  reads: readonly Read[],
  unused: UnusedServices,
): void => {
  const taken = namesWithin(factory);
  const handles = groupedByValue(reads).flatMap((group) => {
    const wanted = asHandle(merged(group.map((read) => read.wanted)));
    const { token, handle } = KINDS[wanted.kind];
    if (token === '') {
      for (const { node } of group)
        source.leave(
          node,
          'A path has no handle to inject. Inject SsmCache, and await cache.parameters(path).get().',
        );
      return [];
    }
    const name = freeName(wanted, taken);
    for (const { node } of group) source.replaceNode(node, `${name}.${wanted.isAwaited ? 'get()' : 'value'}`);
    source.wantedNames.add(token).add(handle);
    const call = `${token}(${argumentsOf(wanted, source.quote)})`;
    return [{ call, parameter: `${name}: ${handleType(wanted)}` }];
  });
  const gone = new Set(factory.parameters.filter((parameter) => unused.has(parameter)));
  if (handles.length === 0 && gone.size === 0) return;
  writeInject(
    source,
    object,
    factory,
    gone,
    handles.map(({ call }) => call),
  );
  writeParameters(
    source,
    factory,
    gone,
    handles.map(({ parameter }) => parameter),
  );
};

/** In the order of the parameters. */
const writeInject = (
  source: Source,
  object: typescript.ObjectLiteralExpression,
  factory: typescript.FunctionLikeDeclaration,
  gone: ReadonlySet<typescript.ParameterDeclaration>,
  added: readonly string[],
): void => {
  const inject = injectOf(object);
  if (inject === undefined) {
    addInject(source, object, added);
    return;
  }
  const goneAt = factory.parameters.flatMap((parameter, index) => (gone.has(parameter) ? [index] : []));
  const items = inject.elements.map((element) => element.getText());
  const first = goneAt[0] ?? Math.min(factory.parameters.length, items.length);
  const kept = items.filter((_item, index) => !goneAt.includes(index));
  kept.splice(first, 0, ...added);
  source.replaceNode(
    inject,
    listed(source, ['[', ']'], kept, {
      indent: source.indentAt(inject.getStart()),
      before: columnOf(source, inject.getStart()),
      after: restOf(source, inject.end),
    }),
  );
  const lost = goneAt.map((index) => items[index]).filter((item) => item === 'ConfigService');
  if (lost.length > 0 && !kept.includes('ConfigService')) dropConfigImport(source, object);
};

/** `imports: [ConfigModule]` was there for what is injected no more. */
const dropConfigImport = (source: Source, object: typescript.ObjectLiteralExpression): void => {
  const imports = propertyOf(object, 'imports');
  if (imports === undefined || !/^\[\s*ConfigModule\s*,?\s*\]$/.test(imports.initializer.getText())) return;
  const comma = /^\s*,/.exec(source.text.slice(imports.end))?.[0].length ?? 0;
  const before = source.text.slice(0, imports.getStart());
  const isOnOwnLine = /\n[ \t]*$/.test(before) && !before.trimEnd().endsWith('{');
  const [blank = ''] = /^[ \t]*\r?\n?[ \t]*/.exec(source.text.slice(imports.end + comma)) ?? [];
  source.replace(imports.getStart(), imports.end + comma + (isOnOwnLine || comma > 0 ? blank.length : 0), '');
};

const addInject = (
  source: Source,
  object: typescript.ObjectLiteralExpression,
  added: readonly string[],
): void => {
  const property = object.properties.find((one) => one.name?.getText() === 'useFactory');
  if (property === undefined) return;
  const start = property.getStart();
  const isOnOwnLine = /\n[ \t]*$/.test(source.text.slice(0, start));
  const indent = source.indentAt(start);
  const text = listed(source, ['[', ']'], added, { indent, before: columnOf(source, start) + 8, after: 1 });
  source.insert(start, `inject: ${text},${isOnOwnLine ? source.lineEnd + indent : ' '}`);
};
