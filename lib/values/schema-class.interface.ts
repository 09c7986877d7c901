import type { StandardSchema } from './standard-schema.interface.js';

/**
 * A class whose properties are decorated with `class-validator`, as Nest's `ValidationPipe` takes it.
 *
 * @publicApi
 */
export type SchemaClass<T = unknown> = new () => T;

/**
 * What may be given as the option `schema`: a schema of any library that follows Standard Schema, or a class.
 *
 * @publicApi
 */
export type Schema<T = unknown> = StandardSchema<T> | SchemaClass<T>;
