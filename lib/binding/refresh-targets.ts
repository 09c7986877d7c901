import type { Recoverable } from '../engine/recoverable.interface.js';
import { InvalidDeclarationError } from '../errors/index.js';
import {
  missingClassMessage,
  noSuchMethodMessage,
  nothingToRefreshMessage,
} from '../errors/errors.messages.js';
import type { RefreshTarget } from '../options/refresh-on-error-options.interface.js';
import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { propertiesOf } from './class-metadata.accessor.js';
import { declaringClassesIn, type Class, type DeclaringClass } from './declaration.explorer.js';
import { handlesOfClass, valuesOfClass } from './declared-values.js';
import type { Binder } from './binder.js';
import { methodNamesOf } from './method-names.js';
import { NamedTargets } from './named-targets.js';
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
    const named = new NamedTargets(this.owner, this.binder, `@RefreshOnError on ${label}: refresh`, label);
    if (typeof target === 'string') return [named.property(target)];
    if (typeof target === 'function') return this.#ofClass(target, label);
    if (isHandleOrGroup(target)) return [target[INTERNALS]];
    if ('secret' in target) return named.named('secret', target.secret);
    if ('parameter' in target) return named.named('parameter', target.parameter);
    return [named.group((target as { readonly group: string }).group)];
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
}

const nameOf = (target: object): string => (target as { readonly name: string }).name;

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

const invalid = (label: string, message: string, ...names: readonly string[]): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [label, ...names] });

const isHandleOrGroup = (target: object): target is { readonly [INTERNALS]: Recoverable } =>
  hasInternals(target);
