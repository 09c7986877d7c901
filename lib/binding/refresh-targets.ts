import type { Recoverable } from '../engine/recoverable.interface.js';
import { InvalidDeclarationError, UnknownGroupError, type SsmCacheError } from '../errors/index.js';
import {
  missingClassMessage,
  missingTargetMessage,
  noSuchPropertyMessage,
  noSuchMethodMessage,
  nothingToRefreshMessage,
  refreshedGroupMessage,
} from '../errors/errors.messages.js';
import { resolvedName, type SsmName } from '../options/name.js';
import type { RefreshTarget } from '../options/refresh-on-error-options.interface.js';
import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { propertiesOf } from './class-metadata.accessor.js';
import { declaringClassesIn, type Class, type DeclaringClass } from './declaration.explorer.js';
import { handlesOfClass, valuesIn, valuesOfClass, type DeclaredView } from './declared-values.js';
import type { Binder } from './binder.js';
import { methodNamesOf } from './method-names.js';
import { dependenciesOfClass } from './provider-dependencies.js';
import type { ScannedModule } from './module-graph.js';
import type { RecoveryDeclaration } from './declarations.interface.js';

/** Finds what the recoveries of one class refresh, in one application. */
export class RefreshTargets {
  /** Where to look for classes. */
  readonly #modules: Iterable<ScannedModule>;

  /** @param properties what the properties of the class read */
  constructor(
    private readonly owner: Class,
    private readonly properties: readonly Recoverable[],
    private readonly binder: Binder,
  ) {
    this.#modules = binder.modules;
  }

  /** @throws `InvalidDeclarationError`, or `UnknownGroupError`, for what there is not, with what there is */
  of({ label, options }: RecoveryDeclaration): readonly Recoverable[] {
    const { refresh } = options;
    if (refresh !== undefined) {
      return [...new Set([refresh].flat().flatMap((target: RefreshTarget) => this.#find(target, label)))];
    }
    const handles = handlesOfClass(this.owner, this.binder).map(({ view }) => view);
    const own = [...this.properties, ...handles];
    if (own.length > 0 || propertiesOf(this.owner).length > 0) return own;
    this.#checkMethod(label, options.onRefresh);
    throw invalid(
      label,
      nothingToRefreshMessage(label, nameOf(this.owner), this.#injected, this.#classNames),
    );
  }

  /** A method that does not exist is told first: it is the error that would be there without a value, too. */
  #checkMethod(label: string, onRefresh: unknown): void {
    const methods = this.owner.prototype as object;
    if (typeof onRefresh === 'string' && !(onRefresh in methods)) {
      throw invalid(label, noSuchMethodMessage(label, onRefresh, methodNamesOf(methods)));
    }
  }

  get #classes(): readonly DeclaringClass[] {
    return declaringClassesIn(this.#modules);
  }

  get #classNames(): readonly string[] {
    return unique(this.#classes.map(({ target }) => nameOf(target)));
  }

  /** The classes that Nest injects into this one and that declare something. */
  get #injected(): readonly string[] {
    const tokens = new Set(dependenciesOfClass(this.owner).map(({ token }) => token));
    return unique(this.#classes.filter(({ token }) => tokens.has(token)).map(({ target }) => nameOf(target)));
  }

  #find(target: RefreshTarget, label: string): readonly Recoverable[] {
    if (typeof target === 'string') return [this.#property(target, label)];
    if (typeof target === 'function') return this.#ofClass(target, label);
    if (isHandleOrGroup(target)) return [target[INTERNALS]];
    if ('secret' in target) return this.#named('secret', target.secret, label);
    if ('parameter' in target) return this.#named('parameter', target.parameter, label);
    return [this.#group((target as { readonly group: string }).group, label)];
  }

  #property(name: string, label: string): Recoverable {
    const own = propertiesOf(this.owner);
    const declaration = own.find(({ propertyKey }) => propertyKey === name);
    if (declaration !== undefined) return this.binder.property(declaration).view;
    const known = own.map(({ propertyKey }) => String(propertyKey));
    throw invalid(label, noSuchPropertyMessage(label, name, known), name);
  }

  #ofClass(wanted: Class, label: string): readonly Recoverable[] {
    const found = this.#classes.filter(
      ({ token, target }) => token === wanted || target === wanted || target.prototype instanceof wanted,
    );
    if (found.length === 0) {
      throw invalid(label, missingClassMessage(label, nameOf(wanted), this.#classNames), nameOf(wanted));
    }
    return found.flatMap(({ target }) => valuesOfClass(target, this.binder).map(({ view }) => view));
  }

  #named(kind: 'secret' | 'parameter', given: SsmName, label: string): readonly Recoverable[] {
    const name = resolvedName(given, `@RefreshOnError on ${label}`);
    const classes = this.#classes.map(({ target }) => target);
    const declared = valuesIn(classes, this.#modules, this.binder).filter(
      (value) => (value.kind === 'secret') === (kind === 'secret'),
    );
    const found = declared.filter((value) => namesOf(value).includes(name));
    if (found.length > 0) return found.map(({ view }) => view);
    const known = unique(declared.map(({ view }) => view.reference.fullName));
    throw invalid(label, missingTargetMessage(label, kind, name, known), name);
  }

  #group(name: string, label: string): Recoverable {
    try {
      return this.binder.cache.group(name)[INTERNALS];
    } catch (error) {
      const { message } = error as SsmCacheError;
      throw new UnknownGroupError(refreshedGroupMessage(label, message), { names: [label, name] });
    }
  }
}

const nameOf = (target: object): string => (target as { readonly name: string }).name;

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** A name as it is declared, with its base path, and with that and its selector. */
const namesOf = ({ name, view }: DeclaredView): readonly unknown[] => [
  name,
  view.reference.name,
  view.reference.fullName,
];

const invalid = (label: string, message: string, ...names: readonly string[]): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [label, ...names] });

const isHandleOrGroup = (target: object): target is { readonly [INTERNALS]: Recoverable } =>
  hasInternals(target);
