import type { EntryView } from '../engine/entry-view.js';
import { InvalidDeclarationError, UnknownGroupError, type SsmCacheError } from '../errors/index.js';
import {
  missingTargetMessage,
  noSuchPropertyMessage,
  refreshedGroupMessage,
} from '../errors/errors.messages.js';
import { resolvedName, type SsmName } from '../options/name.js';
import type { GroupMembers } from '../cache/group-members.js';
import { INTERNALS } from '../runtime/internals.js';
import type { Binder } from './binder.js';
import { propertiesOf } from './class-metadata.accessor.js';
import { declaringClassesIn, type Class } from './declaration.explorer.js';
import { valuesIn, type DeclaredView } from './declared-values.js';

/** Finds what a decorator names: properties of its class, and what the application declares. */
export class NamedTargets {
  /**
   * @param owner the class of the decorated member
   * @param where the decorator, its place and the option that names something, as messages begin
   * @param label the decorated member
   */
  constructor(
    private readonly owner: Class,
    private readonly binder: Binder,
    private readonly where: string,
    private readonly label: string,
  ) {}

  /** `undefined` where the class has no decorated property of this name. */
  propertyOf(name: string): EntryView<unknown> | undefined {
    const declaration = propertiesOf(this.owner).find(({ propertyKey }) => propertyKey === name);
    return declaration && this.binder.property(declaration).view;
  }

  /** @throws `InvalidDeclarationError` that lists the decorated properties */
  property(name: string): EntryView<unknown> {
    const view = this.propertyOf(name);
    if (view !== undefined) return view;
    throw this.#invalid(noSuchPropertyMessage(this.where, name, this.properties), name);
  }

  /** The decorated properties of the class. */
  get properties(): readonly string[] {
    return propertiesOf(this.owner).map(({ propertyKey }) => String(propertyKey));
  }

  /** @throws `InvalidDeclarationError` that lists what is declared of this kind */
  named(kind: 'secret' | 'parameter', given: SsmName): readonly EntryView<unknown>[] {
    const name = resolvedName(given, this.where);
    const found = this.declared(kind).filter((value) => namesOf(value).includes(name));
    if (found.length > 0) return found.map(({ view }) => view);
    throw this.#invalid(missingTargetMessage(this.where, kind, name, this.namesOf(kind)), name);
  }

  /** What the classes of the application declare of one kind; paths are among parameters. */
  declared(kind: 'secret' | 'parameter'): readonly DeclaredView[] {
    const { modules } = this.binder;
    const classes = declaringClassesIn(modules).map(({ target }) => target);
    return valuesIn(classes, modules, this.binder).filter(
      (value) => (value.kind === 'secret') === (kind === 'secret'),
    );
  }

  /** Their names. */
  namesOf(kind: 'secret' | 'parameter'): readonly string[] {
    return [...new Set(this.declared(kind).map(({ view }) => view.reference.fullName))];
  }

  /** @throws `UnknownGroupError` that lists the registered ones */
  group(name: string): GroupMembers {
    try {
      return this.binder.cache.group(name)[INTERNALS];
    } catch (error) {
      const { message } = error as SsmCacheError;
      throw new UnknownGroupError(refreshedGroupMessage(this.where, message), {
        names: [this.label, name],
      });
    }
  }

  #invalid(message: string, name: string): InvalidDeclarationError {
    return new InvalidDeclarationError(message, { names: [this.label, name] });
  }
}

/** A name as it is declared, with its base path, and with that and its selector. */
export const namesOf = ({ name, view }: DeclaredView): readonly unknown[] => [
  name,
  view.reference.name,
  view.reference.fullName,
];
