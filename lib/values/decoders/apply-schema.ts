import { deepFreeze } from '../data/deep-freeze.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import { ConversionError } from '../convert/conversion-error.js';
import { parseJson } from '../convert/parse-json.js';
import { describeIssues, segmentsOf } from '../secrecy/schema-issues.js';
import { mutableCopy } from '../data/mutable-copy.js';
import { isSchemaClass, validateByClass } from './class-schema.js';
import type { Schema } from '../schema-class.interface.js';
import type { SchemaResult, StandardSchema } from '../standard-schema.interface.js';

export const isSchema = (schema: unknown): schema is Schema =>
  isSchemaClass(schema) ||
  (((typeof schema === 'object' && schema !== null) || typeof schema === 'function') &&
    typeof (schema as Partial<StandardSchema>)['~standard']?.validate === 'function');

/**
 * What `schema` makes of a value. A text that it does not take is given to it as the data that it holds as JSON, so that a
 * schema of an object takes a JSON text. Throws or rejects with a `ConversionError` that does not quote the value.
 */
export const applySchema = (schema: Schema, value: unknown): unknown => {
  const result = validate(schema, value);
  const settle = (settled: SchemaResult<unknown>): unknown =>
    settled.issues !== undefined && typeof value === 'string'
      ? applyToJson(schema, value, settled)
      : outputOf(settled, value);
  return isPromiseLike(result) ? Promise.resolve(result).then(settle) : settle(result);
};

const applyToJson = (schema: Schema, text: string, asText: SchemaResult<unknown>): unknown => {
  const data = dataIn(text);
  if (data === undefined) return outputOf(asText, text);
  const result = validate(schema, data);
  const settle = (settled: SchemaResult<unknown>): unknown => outputOf(settled, data);
  return isPromiseLike(result) ? Promise.resolve(result).then(settle) : settle(result);
};

const validate = (schema: Schema, value: unknown): SchemaResult<unknown> | Promise<SchemaResult<unknown>> =>
  isSchemaClass(schema)
    ? validateByClass(schema, mutableCopy(value))
    : schema['~standard'].validate(mutableCopy(value));

const dataIn = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

const outputOf = (result: SchemaResult<unknown>, input: unknown): unknown => {
  if (result.issues === undefined) return deepFreeze(result.value);
  const reason = `it does not fit its schema (${describeIssues(result.issues, input)})`;
  throw new ConversionError(reason, result.issues.map(segmentsOf));
};
