import { checkRounding } from '../convert/check-rounding.js';
import { ConversionError } from '../convert/conversion-error.js';
import { JsonField } from '../convert/json-field.js';
import { InexactNumberError, parseJson } from '../convert/parse-json.js';
import { firstOf } from '../data/first-of.js';
import { isPromiseLike } from '../data/is-promise-like.js';
import { mutableCopy } from '../data/plain-data.js';
import { isSchemaClass, validateByClass } from './class-schema.js';
import { describeIssues, segmentsOf } from '../secrecy/schema-issues.js';
import type { Schema } from '../schema-class.interface.js';
import type { SchemaIssue, SchemaResult, StandardSchema } from '../standard-schema.interface.js';

const MOST_PATHS = 20;

interface Refusal {
  readonly input: unknown;
  readonly issues: readonly SchemaIssue[];
}

/** What a schema is given, one after the other until it takes one; and why there is no more, if something is wrong with it. */
type Readings = Generator<unknown, ConversionError | undefined>;

export const isSchema = (schema: unknown): schema is Schema =>
  isSchemaClass(schema) ||
  (((typeof schema === 'object' && schema !== null) || typeof schema === 'function') &&
    typeof (schema as Partial<StandardSchema>)['~standard']?.validate === 'function');

/**
 * What `schema` makes of a value. A text that it does not take is given to it as the data that it holds as JSON, so that a
 * schema of an object takes a JSON text; a field of a JSON secret as the data that it is, and then as it is written. Throws or
 * rejects with a `ConversionError` that does not quote the value.
 */
export const applySchema = (schema: Schema, value: unknown): unknown =>
  applyToNext(schema, readingsOf(value), []);

const applyToNext = (schema: Schema, readings: Readings, refusals: readonly Refusal[]): unknown => {
  const next = readings.next();
  if (next.done === true) throw refused(refusals, next.value);
  const input = next.value;
  const settle = (result: SchemaResult<unknown>): unknown => {
    if (result.issues !== undefined)
      return applyToNext(schema, readings, [...refusals, { input, issues: result.issues }]);
    checkRounding(input, result.value);
    return result.value;
  };
  const result = validate(schema, input);
  return isPromiseLike(result) ? Promise.resolve(result).then(settle) : settle(result);
};

const validate = (schema: Schema, value: unknown): SchemaResult<unknown> | Promise<SchemaResult<unknown>> =>
  isSchemaClass(schema)
    ? validateByClass(schema, mutableCopy(value))
    : schema['~standard'].validate(mutableCopy(value));

function* readingsOf(value: unknown): Readings {
  const isField = value instanceof JsonField;
  const text = isField ? value.text : value;
  const isTextFirst = !isField || value.isText;
  if (isTextFirst) yield text;
  const data = typeof text === 'string' ? dataIn(text) : undefined;
  if (data !== undefined && !(data instanceof ConversionError)) yield data;
  if (!isTextFirst) yield text;
  return data instanceof ConversionError ? data : undefined;
}

/** The data that a text holds as JSON, or why it cannot be used; `undefined` where it is no JSON. */
const dataIn = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    return error instanceof InexactNumberError ? error : undefined;
  }
};

/** What is said of data tells more than what is said of a text. */
const refused = (refusals: readonly Refusal[], flaw: ConversionError | undefined): ConversionError => {
  const { input, issues } = (refusals.find((refusal) => typeof refusal.input !== 'string') ??
    refusals[0]) as Refusal;
  const reason = `it does not fit its schema (${describeIssues(issues, input)})`;
  return new ConversionError(
    flaw === undefined ? reason : `${reason}; read as JSON, ${flaw.message}`,
    firstOf(issues, MOST_PATHS).map(segmentsOf),
  );
};
