import { ConversionError } from '../convert/conversion-error.js';
import { isPlain } from '../data/plain-data.js';
import type { SchemaClass } from '../schema-class.interface.js';
import type { SchemaIssue, SchemaResult } from '../standard-schema.interface.js';
import { loadClassPackages } from './class-packages.js';

/** Constructors that hold values, and are no classes of decorated properties. */
const BUILT_IN = new Set<unknown>([
  Object,
  Function,
  Array,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Date,
  RegExp,
  Map,
  Set,
  Promise,
  Buffer,
  Uint8Array,
]);

/** Whether a schema is a class of `class-validator` decorators; some libraries have functions that follow Standard Schema. */
export const isSchemaClass = (schema: unknown): schema is SchemaClass =>
  typeof schema === 'function' &&
  !('~standard' in schema) &&
  typeof schema.prototype === 'object' &&
  !BUILT_IN.has(schema);

/**
 * An instance of `schema` made of `data`, as `ValidationPipe` makes it, or the issues of its decorators.
 *
 * @see https://docs.nestjs.com/techniques/validation
 */
export const validateByClass = async (schema: SchemaClass, data: unknown): Promise<SchemaResult<unknown>> => {
  if (!isPlain(data) || Array.isArray(data)) return { issues: [{ message: 'it is not an object' }] };
  const { plainToInstance, validate } = await loadClassPackages();
  const value = plainToInstance(schema as SchemaClass<object>, data);
  const errors = await validate(value, {
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  return errors.length === 0 ? { value } : { issues: errors.flatMap((error) => issuesOf(error, [])) };
};

/** What is used of the `ValidationError` of the package. */
interface PropertyError {
  readonly property?: string;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly children?: readonly PropertyError[];
}

const issuesOf = (
  { property, constraints = {}, children = [] }: PropertyError,
  parents: readonly string[],
): readonly SchemaIssue[] => {
  if (property === undefined) throw new ConversionError(NO_DECORATORS);
  const path = [...parents, property];
  return [
    ...Object.values(constraints).map((message) => ({ message, path })),
    ...children.flatMap((child) => issuesOf(child, path)),
  ];
};

const NO_DECORATORS =
  'its schema is a class without decorators of class-validator, or with decorators of another copy of the package';
