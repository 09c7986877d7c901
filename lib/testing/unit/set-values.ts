import { propertiesOf } from '../../binding/class-metadata.accessor.js';
import type { PropertyDeclaration } from '../../binding/declarations.interface.js';
import { InvalidDeclarationError } from '../../errors/index.js';
import { noDecoratedPropertyMessage } from '../../errors/errors.messages.js';
import type { SsmHandle } from '../../index.js';
import { hasInternals } from '../../runtime/internals.js';
import { StandInHandle } from './stand-in-handle.js';

/** What a property of a type can be given: what it holds, or the value that it promises or gives a handle of. */
type Given<Property> =
  | Property
  | (Property extends Promise<infer Value>
      ? Value
      : Property extends SsmHandle<infer Value, any>
        ? Value
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
 * @param values by property. A property that is declared as a `Promise` or a handle takes the value, too.
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

const heldAs = ({ name, label, type }: PropertyDeclaration, value: unknown): unknown => {
  if (type === Promise) return value instanceof Promise ? value : Promise.resolve(value);
  if (!hasInternals(type) || isHandle(value)) return value;
  // A name that only the environment of the application knows is not asked for in a unit test.
  return new StandInHandle(typeof name === 'string' ? name : label, value);
};

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
