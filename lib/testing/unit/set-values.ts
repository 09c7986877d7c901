import { propertiesOf } from '../../binding/class-metadata.accessor.js';
import type { PropertyDeclaration } from '../../binding/declarations.interface.js';
import { InvalidDeclarationError } from '../../errors/index.js';
import { noDecoratedPropertyMessage } from '../../errors/errors.messages.js';
import { SecretVersions, type SecretStage, type SsmHandle } from '../../index.js';
import { hasInternals } from '../../runtime/internals.js';
import { StandInHandle } from './stand-in-handle.js';

/** What a property of a type can be given: what it holds, or the value that it promises or gives a handle of. */
type Given<Property> =
  | Property
  | (Property extends Promise<infer Value>
      ? GivenVersions<Value>
      : Property extends SsmHandle<infer Value, any>
        ? GivenVersions<Value>
        : GivenVersions<Property>);

/** Several versions of a secret are given by what is read of them. */
type GivenVersions<Value> =
  | Value
  | (Value extends SecretVersions<infer Version>
      ? { readonly current: Version; readonly previous?: Version; readonly pending?: Version }
      : never);

/**
 * Values of the decorated properties of an instance. Private ones are not checked by the compiler, which cannot see them.
 *
 * @publicApi
 */
export type DecoratedValues<Instance> = {
  readonly [Key in keyof Instance]?: Given<Instance[Key]>;
} & Readonly<Record<string, unknown>>;

/**
 * Gives an instance that was made with `new` values of its decorated properties, private ones included.
 *
 * @param instance of a class with decorated properties
 * @param values by property. A property that is declared as a `Promise` or a handle takes the value, too. Several versions of a
 * secret are given as `{ current, previous, pending }`; the `VersionId` of each is then its stage.
 * @returns the instance
 * @throws `InvalidDeclarationError` for the name of a property that has no decorator
 *
 * @example
 * ```ts
 * const repository = setValues(new OrdersRepository(pool), { host: 'localhost', password: 'x' });
 * ```
 *
 * @publicApi
 */
export const setValues = <Instance extends object>(
  instance: Instance,
  values: DecoratedValues<Instance>,
): Instance => {
  const declarations = propertiesOf(instance.constructor);
  for (const key of Reflect.ownKeys(values)) {
    const declaration = declarations.find(({ propertyKey }) => propertyKey === key);
    if (declaration === undefined) throw notDecorated(instance, key, declarations);
    Object.defineProperty(instance, key, {
      value: heldAs(declaration, (values as Record<string | symbol, unknown>)[key]),
      configurable: true,
      writable: true,
      enumerable: false,
    });
  }
  return instance;
};

const heldAs = (declaration: PropertyDeclaration, given: unknown): unknown => {
  const { name, label, type } = declaration;
  const value = isOfVersions(declaration) ? asVersions(given) : given;
  if (type === Promise) return value instanceof Promise ? value : Promise.resolve(value);
  if (!hasInternals(type) || isHandle(value)) return value;
  // A name that only the environment of the application knows is not asked for in a unit test.
  return new StandInHandle(typeof name === 'string' ? name : label, value);
};

const isOfVersions = ({ kind, options }: PropertyDeclaration): boolean =>
  kind === 'secret' && options.versions !== undefined;

/** The versions, each with its stage as its `VersionId`; what is something else is taken as it is. */
const asVersions = (given: unknown): unknown => {
  if (!isGivenVersions(given)) return given;
  const { current, previous, pending } = given;
  const values: readonly (readonly [SecretStage, unknown])[] = [
    ['AWSCURRENT', current],
    ['AWSPREVIOUS', previous],
    ['AWSPENDING', pending],
  ];
  const found = values.filter(([, value]) => value !== undefined);
  return new SecretVersions(found.map(([stage, value]) => ({ stage, versionId: stage, value })));
};

/** An instance of `SecretVersions`, or a promise or a handle of one, has no such property of its own. */
const isGivenVersions = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && Object.hasOwn(given, 'current');

const isHandle = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';

const notDecorated = (
  { constructor }: object,
  key: string | symbol,
  declarations: readonly PropertyDeclaration[],
): InvalidDeclarationError => {
  const known = declarations.map(({ propertyKey }) => String(propertyKey));
  const text = noDecoratedPropertyMessage(constructor.name, String(key), known);
  return new InvalidDeclarationError(text, { names: [`${constructor.name}.${String(key)}`] });
};
