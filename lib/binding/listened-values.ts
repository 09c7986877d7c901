import type { ChangeListener } from '../engine/listeners.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { nothingToListenToMessage } from '../errors/errors.messages.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';
import type { EntryView } from '../engine/entry-view.js';
import type { Binder } from './binder.js';
import type { Class } from './declaration.explorer.js';
import type { ListenerDeclaration } from './declarations.interface.js';
import { NamedTargets, namesOf } from './named-targets.js';

/** What a method listens to. */
export interface Listened {
  /** What it is called as, where several values changed. */
  readonly name: string;
  /** Its values as far as they are read by themselves; none of a group, whose members come and go. */
  readonly views: readonly EntryView<unknown>[];
  onChange(listener: ChangeListener): void;
}

/** @throws `InvalidDeclarationError` or `UnknownGroupError` for what nothing in the application declares */
export const listenedTo = (
  owner: Class,
  { label, target }: ListenerDeclaration,
  binder: Binder,
): Listened => {
  const where = `@OnSsmChange on ${label}`;
  const targets = new NamedTargets(owner, binder, where, label);
  if (typeof target === 'string') return ofViews(target, textTarget(target, targets, where, label));
  if ('group' in target) return ofGroup(target.group, targets);
  const [kind, name] =
    'secret' in target ? (['secret', target.secret] as const) : (['parameter', target.parameter] as const);
  const views = targets.named(kind, name);
  return ofViews(views[0]?.reference.fullName ?? '', views);
};

const textTarget = (
  text: string,
  targets: NamedTargets,
  where: string,
  label: string,
): readonly EntryView<unknown>[] => {
  const property = targets.propertyOf(text);
  if (property !== undefined) return [property];
  const declared = targets.declared('parameter');
  const exact = declared.filter((value) => namesOf(value).includes(text));
  const path = text.endsWith('/') ? text : `${text}/`;
  const found =
    exact.length > 0 ? exact : declared.filter((value) => namesOf(value).some((name) => isUnder(path, name)));
  if (found.length > 0) return found.map(({ view }) => view);
  const message = nothingToListenToMessage(where, text, targets.properties, targets.namesOf('parameter'));
  throw new InvalidDeclarationError(message, { names: [label, text] });
};

const isUnder = (path: string, name: unknown): boolean => typeof name === 'string' && name.startsWith(path);

const ofViews = (name: string, found: readonly EntryView<unknown>[]): Listened => {
  const views = [...new Set(found)];
  return {
    name,
    views,
    onChange: (listener) => {
      for (const view of views) view.onChange(listener);
    },
  };
};

const ofGroup = (name: string, targets: NamedTargets): Listened => {
  const members = targets.group(name);
  return {
    name,
    views: [],
    onChange: (listener) => {
      const { unit } = members;
      unit.onChange((change: SsmCacheChange) => listener({ ...change, name }));
      unit.runtime.pins.pin(members);
    },
  };
};
