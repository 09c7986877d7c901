import type typescript from 'typescript';
import { bindClass } from './bind-class.js';
import { bindFactory } from './bind-factory.js';
import { ts } from './compiler.js';
import type { Project, ServiceCall, Understood } from './dialects/dialect.interface.js';
import { configRead, environmentRead } from './dialects/environment.js';
import { paramStoreRead } from './dialects/param-store.js';
import { powertoolsRead } from './dialects/powertools.js';
import { systemsManagerRead } from './dialects/systems-manager.js';
import { importsOf, type Imported } from './imports.js';
import { PARAM_STORE, SYSTEMS_MANAGER } from './peer-facts.js';
import { isCreatedByNest, placeOf, TODO, type ClassRead, type Place } from './places.js';
import type { Read } from './read.js';
import { unusedServices } from './service-uses.js';
import { memberOf, serviceAt, type Factory } from './services.js';
import type { Source } from './source.js';

type Class = typescript.ClassLikeDeclaration;
type Imports = ReadonlyMap<string, Imported>;

/** Names of classes that more than Nest has to do with. */
export interface ClassNames {
  /** Those that another class extends. */
  readonly extended: ReadonlySet<string>;
  /** Those that code makes instances of. */
  readonly made: ReadonlySet<string>;
}

/** What was read in a source. */
export interface Bound {
  readonly reads: readonly Read[];
  readonly classes: ReadonlySet<string>;
}

/** Declares what the classes and factories of a file read. */
export const bindSource = (source: Source, project: Project, names: ClassNames): Bound => {
  const imports = importsOf(source);
  const placed = readsIn(source, imports, project).flatMap((read) => placedRead(source, read, names));
  const unused = unusedServices(source, imports, placed);
  const classes = new Map<Class, ClassRead[]>();
  const factories = new Map<typescript.Node, { factory: Factory; reads: Read[] }>();
  for (const read of placed) {
    const { place } = read;
    if (place.in === 'factory') {
      const { factory } = place;
      const group = factories.get(factory.factory) ?? { factory, reads: [] };
      group.reads.push(read);
      factories.set(factory.factory, group);
    } else if (place.in !== 'elsewhere') {
      classes.set(place.owner, [...(classes.get(place.owner) ?? []), { ...read, place }]);
    }
  }
  for (const { factory, reads } of factories.values()) {
    bindFactory(source, factory, reads, unused);
  }
  for (const [owner, reads] of classes) {
    bindClass(source, owner, reads, {
      isOpen: !names.extended.has(owner.name?.text ?? ''),
      unused,
    });
  }
  return { reads: placed, classes: new Set([...classes.keys()].flatMap(({ name }) => name?.text ?? [])) };
};

interface PlacedRead extends Read {
  readonly place: Place;
}

const placedRead = (source: Source, read: Read, { made }: ClassNames): readonly PlacedRead[] => {
  const place = placeOf(read.node);
  const todo = placeProblem(place, read, made);
  if (todo === undefined) return [{ ...read, place }];
  source.leave(read.node, todo);
  return [];
};

const placeProblem = (place: Place, { service }: Read, made: ReadonlySet<string>): string | undefined => {
  if (place.in === 'elsewhere') return place.todo;
  if (place.in === 'factory') return undefined;
  const isMade = made.has(place.owner.name?.text ?? '');
  return isMade || (service === undefined && !isCreatedByNest(place.owner)) ? TODO.created : undefined;
};

/** All that a file reads; what cannot be understood is left. */
const readsIn = (source: Source, imports: Imports, project: Project): readonly Read[] => {
  const reads: Read[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    const understood = understoodIn(node, imports, project);
    if (typeof understood === 'string') source.leave(node, understood);
    else if (understood !== undefined) reads.push(understood);
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return reads;
};

const understoodIn = (node: typescript.Node, imports: Imports, project: Project): Understood => {
  const found = environmentRead(node, project) ?? powertoolsRead(node, imports, project);
  if (found !== undefined || !ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return found;
  }
  const { expression: service, name } = node.expression;
  const imported = serviceAt(service, imports)?.imported;
  if (imported !== undefined) {
    return DIALECTS[`${imported.module} ${imported.name}`]?.(
      { call: node, service, method: name.text },
      project,
    );
  }
  const isConfig = [...imports.values()].some((one) => one.name === 'ConfigService');
  if (!isConfig || !isMappedGet(node, name.text, project)) return undefined;
  if (!ts.isPropertyAccessExpression(service)) return OUTSIDE;
  return isInherited(service) ? INHERITED : undefined;
};

const DIALECTS: Readonly<Record<string, (call: ServiceCall, project: Project) => Understood>> = {
  [`${SYSTEMS_MANAGER} SystemsManagerService`]: systemsManagerRead,
  [`${PARAM_STORE} PSConfigService`]: paramStoreRead,
  '@nestjs/config ConfigService': configRead,
};

const isMappedGet = (
  { arguments: [first] }: typescript.CallExpression,
  method: string,
  { names }: Project,
): boolean =>
  /^get(?:OrThrow)?$/.test(method) &&
  first !== undefined &&
  ts.isStringLiteralLike(first) &&
  names.has(first.text);

/** `this.config` of a class that does not declare it. */
const isInherited = (service: typescript.PropertyAccessExpression): boolean =>
  service.expression.kind === ts.SyntaxKind.ThisKeyword && memberOf(service) === undefined;

const INHERITED =
  'The service is declared by another class. Declare the value in this one, with @SsmParam() or @SsmSecret().';
const OUTSIDE =
  'This is asked for outside of a class. Inject SsmCache there, or get it as app.get(SsmCache), and await cache.parameter(name).get().';
